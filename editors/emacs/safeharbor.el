;;; safeharbor.el --- Marks PHI and secrets as you type -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1"))

;;; Commentary:

;; Teaches eglot and lsp-mode about the Safeharbor language server; load it, and use whichever you have.
;;
;; With lsp-mode, Safeharbor runs beside the server of the language.  Eglot runs one server a buffer: it takes
;; Safeharbor where it knows no other, and `safeharbor-eglot' takes it in any buffer.

;;; Code:

(require 'cl-lib)

(defgroup safeharbor nil
  "Marks protected health information and secrets."
  :group 'tools)

(defcustom safeharbor-command '("safeharbor-lsp")
  "The server and its arguments."
  :type '(repeat string))

(defcustom safeharbor-settings nil
  "The keys of safeharbor.toml in camel case, such as (:minSeverity \"medium\")."
  :type 'plist)

(defvar eglot-server-programs)

(defun safeharbor--contact (&rest _)
  "How eglot starts the server."
  `(,@safeharbor-command :initializationOptions ,(or safeharbor-settings (make-hash-table))))

(with-eval-after-load 'eglot
  ;; Behind all others: the first that fits a mode is taken.
  (add-to-list 'eglot-server-programs '((prog-mode text-mode) . safeharbor--contact) t))

(defun safeharbor-eglot ()
  "Let eglot run Safeharbor in this buffer, whatever server its language has."
  (interactive)
  (require 'eglot)
  (let ((eglot-server-programs `((,major-mode . safeharbor--contact))))
    (call-interactively #'eglot)))

(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")

(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () safeharbor-command))
                    :activation-fn (lambda (&rest _) t)
                    :add-on? t
                    :initialization-options (lambda () (or safeharbor-settings (make-hash-table)))
                    :server-id 'safeharbor)))

(provide 'safeharbor)
;;; safeharbor.el ends here
