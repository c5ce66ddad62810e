-- Starts the Safeharbor language server with Neovim's own client. Neovim 0.7 and later.

local M = {}

--- What the server is started with, unless `setup` is told otherwise.
M.defaults = {
  cmd = { "safeharbor-lsp" },
  -- The keys of safeharbor.toml in camel case, and debounce and codeLens.
  settings = {},
  -- Which file types it reads; nil for all.
  filetypes = nil,
}

local clients = {}

local function root_of(file)
  local found = vim.fn.finddir(".git", vim.fn.fnamemodify(file, ":p:h") .. ";")
  if found ~= "" then
    return vim.fn.fnamemodify(found, ":p:h:h")
  end
  return vim.fn.fnamemodify(file, ":p:h")
end

local function config(options, root)
  return {
    name = "safeharbor",
    cmd = options.cmd,
    root_dir = root,
    init_options = options.settings,
    settings = { safeharbor = options.settings },
    workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ":t") } },
  }
end

--- Attaches a buffer, starting the server of its folder if it does not run yet. Returns the client's id.
function M.attach(buffer, options)
  local file = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].buftype ~= "" or file == "" then
    return nil
  end
  local root = root_of(file)
  if vim.lsp.start then
    return vim.lsp.start(config(options, root), { bufnr = buffer })
  end
  clients[root] = clients[root] or vim.lsp.start_client(config(options, root))
  vim.lsp.buf_attach_client(buffer, clients[root])
  return clients[root]
end

--- Runs a command of the server and hands its result to `done`.
local function execute(command, done)
  vim.lsp.buf_request(0, "workspace/executeCommand", { command = command, arguments = {} }, function(err, result)
    if err then
      vim.notify("safeharbor: " .. err.message, vim.log.levels.ERROR)
    else
      done(result)
    end
  end)
end

--- Scans the workspace and puts what is found into the quickfix list.
function M.scan_workspace()
  execute("safeharbor.scanWorkspace", function(summary)
    vim.notify(("safeharbor: %d findings in %d files"):format(summary.findings, summary.files))
    vim.diagnostic.setqflist({ title = "Safeharbor" })
  end)
end

--- Shows the report on all findings in a new window.
function M.show_report()
  execute("safeharbor.showReport", function(report)
    vim.cmd("new")
    vim.bo.buftype, vim.bo.filetype = "nofile", "markdown"
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(report, "\n"))
  end)
end

function M.setup(options)
  options = vim.tbl_deep_extend("force", M.defaults, options or {})
  local group = vim.api.nvim_create_augroup("safeharbor", { clear = true })
  vim.api.nvim_create_autocmd("FileType", {
    group = group,
    pattern = options.filetypes or "*",
    callback = function(event)
      M.attach(event.buf, options)
    end,
  })
  vim.api.nvim_create_user_command("SafeharborScan", M.scan_workspace, {})
  vim.api.nvim_create_user_command("SafeharborReport", M.show_report, {})
end

return M
