# Safeharbor for Kakoune, through kakoune-lsp: source this from your kakrc, after `evaluate-commands %sh{kak-lsp}`.
#
# kakoune-lsp names servers by file type; this one reads every type, beside those that are there already.

declare-option -hidden str safeharbor_server %{
    [safeharbor-lsp]
    root_globs = [".git"]
}

define-command -hidden safeharbor-add %{
    evaluate-commands %sh{
        # Kakoune may set a file type twice, and a server must be named once.
        case "$kak_opt_lsp_servers" in
            *'[safeharbor-lsp]'*) ;;
            *) echo 'set-option -add buffer lsp_servers %opt{safeharbor_server}' ;;
        esac
    }
}

hook -group safeharbor global BufSetOption filetype=.+ safeharbor-add
hook -group safeharbor global WinSetOption filetype=.+ lsp-enable-window
