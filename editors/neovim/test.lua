-- A headless session: a file with findings is opened, marked, mended by the preferred action, and clean.
-- editors/neovim/test runs it.

local server = assert(os.getenv("SAFEHARBOR_LSP"), "SAFEHARBOR_LSP names the server")
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")
local file = folder .. "/patient.py"
local ssn = table.concat({ "536", "22", "1840" }, "-")
vim.fn.writefile({ "x = '\u{1f600}'", "patient_ssn = '" .. ssn .. "'" }, file)

local function wait(what, condition)
  assert(vim.wait(30000, condition, 20), "never happened: " .. what)
end

require("safeharbor").setup({ cmd = { server }, settings = { debounce = 10 } })
vim.cmd("filetype on")
vim.cmd("edit " .. file)
wait("a diagnostic", function()
  return #vim.diagnostic.get(0) == 1
end)
local found = vim.diagnostic.get(0)[1]
assert(found.code == "phi/ssn" and found.lnum == 1 and found.col == 15, vim.inspect(found))
assert(not found.message:find(ssn, 1, true), "the value is shown")

local position = { line = 1, character = 16 }
local document = vim.lsp.util.make_text_document_params()
local function request(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, 30000))
  local _, answer = next(answers)
  assert(answer and not answer.err, vim.inspect(answer))
  return answer.result
end
local hover = request("textDocument/hover", { textDocument = document, position = position })
assert(hover.contents.value:find("Why it counts", 1, true), "hover says why")

local range = { start = position, ["end"] = position }
local actions = request("textDocument/codeAction", { textDocument = document, range = range, context = { diagnostics = {} } })
assert(actions[1].isPreferred, vim.inspect(actions[1]))
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
local line = vim.api.nvim_buf_get_lines(0, 1, 2, false)[1]
assert(#line == #("patient_ssn = '" .. ssn .. "'") and not line:find(ssn, 1, true), line)
vim.api.nvim_buf_set_lines(0, 1, 2, false, { "patient_ssn = ''" })
wait("no diagnostics", function()
  return #vim.diagnostic.get(0) == 0
end)

local summary = request("workspace/executeCommand", { command = "safeharbor.scanWorkspace", arguments = {} })
assert(summary.files == 1, vim.inspect(summary))
vim.fn.delete(folder, "rf")
print("neovim " .. tostring(vim.version().minor) .. ": ok\n")
