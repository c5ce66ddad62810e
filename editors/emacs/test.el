;;; test.el --- A file is opened, marked, and mended by the first action -*- lexical-binding: t; -*-

;;; Commentary:

;; editors/emacs/test runs these in the Emacs that it finds.

;;; Code:

(require 'cl-lib)
(require 'safeharbor)

(defconst safeharbor-test-number (mapconcat #'identity '("536" "22" "1840") "-")
  "Put together here, so that no scanner trips over this file.")

(defun safeharbor-test-wait (what condition)
  "Until CONDITION gives something; fails, saying WHAT, after a minute."
  (let ((end (+ (float-time) 60)) outcome)
    (while (not (or (setq outcome (funcall condition)) (> (float-time) end)))
      (accept-process-output nil 0.05))
    (or outcome (error "Never happened: %s" what))))

(defun safeharbor-test-open ()
  "Opens a file with one finding, with point on its value."
  (let ((file (expand-file-name "clinic/patient.py" (getenv "HOME"))))
    (make-directory (file-name-directory file) t)
    (with-temp-file file
      (insert "x = '😀'\npatient_ssn = '" safeharbor-test-number "'\n"))
    (find-file file)
    (search-forward (substring safeharbor-test-number 0 3))))

(defun safeharbor-test-mended ()
  "Whether another number of the same form stands there, and nothing else has changed."
  (let ((text (buffer-string)))
    (and (not (string-search safeharbor-test-number text))
         (string-match-p "\\`x = '😀'\npatient_ssn = '[0-9]\\{3\\}-[0-9]\\{2\\}-[0-9]\\{4\\}'\n\\'" text))))

(defvar safeharbor-command)
(setq safeharbor-command (list (getenv "SAFEHARBOR_LSP")))

(defun safeharbor-test-eglot ()
  "With eglot, whatever other server is there."
  (require 'eglot)
  (safeharbor-test-open)
  (safeharbor-eglot)
  (safeharbor-test-wait "eglot runs" #'eglot-managed-p)
  (safeharbor-test-wait "a diagnostic" (lambda () (flymake-start) (flymake-diagnostics)))
  (let ((words (flymake-diagnostic-text (car (flymake-diagnostics)))))
    (cl-assert (string-match-p "Social security number" words) t)
    (cl-assert (not (string-search safeharbor-test-number words))))
  (cl-letf (((symbol-function 'completing-read) (lambda (_prompt _items _only _must _first _history default) default)))
    (let ((last-nonmenu-event t))
      (call-interactively #'eglot-code-actions)))
  (safeharbor-test-wait "a change by the action" #'safeharbor-test-mended)
  (message "emacs %s, eglot: ok" emacs-version))

(defvar lsp-auto-guess-root)
(defvar lsp-enable-snippet)
(defvar lsp-headerline-breadcrumb-enable)
(defvar lsp-modeline-workspace-status-enable)
(defvar lsp-modeline-code-actions-enable)
(defvar lsp-modeline-diagnostics-enable)
(defvar lsp-session-file)
(declare-function lsp-mode "lsp-mode")
(declare-function lsp-diagnostics "lsp-mode")
(declare-function lsp-code-actions-at-point "lsp-mode")
(declare-function lsp-execute-code-action "lsp-mode")
(declare-function lsp-workspaces "lsp-mode")
(declare-function lsp "lsp-mode")

(defun safeharbor-test-lsp-mode ()
  "With lsp-mode, where the language has no server of its own."
  (setq lsp-auto-guess-root t
        lsp-enable-snippet nil
        lsp-headerline-breadcrumb-enable nil
        lsp-modeline-workspace-status-enable nil
        lsp-modeline-code-actions-enable nil
        lsp-modeline-diagnostics-enable nil
        lsp-session-file (expand-file-name "session" (getenv "HOME")))
  (require 'lsp-mode)
  (safeharbor-test-open)
  (lsp)
  (safeharbor-test-wait "a diagnostic" (lambda () (gethash (buffer-file-name) (lsp-diagnostics))))
  (let* ((found (car (gethash (buffer-file-name) (lsp-diagnostics))))
         (words (gethash "message" found)))
    (cl-assert (string-match-p "Social security number" words) t)
    (cl-assert (not (string-search safeharbor-test-number words))))
  (lsp-execute-code-action (car (append (lsp-code-actions-at-point) nil)))
  (safeharbor-test-wait "a change by the action" #'safeharbor-test-mended)
  (message "emacs %s, lsp-mode: ok" emacs-version))

(provide 'test)
;;; test.el ends here
