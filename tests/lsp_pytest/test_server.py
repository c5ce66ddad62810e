"""The language server as an independent client sees it, with the abilities of real editors: some are told diagnostics,
some ask for them.

Run by tests/lsp_pytest/run, which sets SAFEHARBOR_LSP to the server's path.
"""

import asyncio
import os
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, LspSpecificationWarning, client_capabilities

SSN = "-".join(["536", "22", "1840"])
TEXT = f"\N{GRINNING FACE} = 1\npatient = {{'ssn': '{SSN}', 'mrn': '00482913'}}\n"
EDITORS = ["emacs", "neovim@v0.7.0", "neovim@v0.11.0", "visual_studio_code"]
SERVER = ClientServerConfig(server_command=[os.environ["SAFEHARBOR_LSP"]])

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings(f"error::{LspSpecificationWarning.__module__}.LspSpecificationWarning")]


class Workspace:
    """A client and the file that it has open."""

    def __init__(self, client: LanguageClient, folder: Path, pulls: bool):
        self.client = client
        self.uri = (folder / "patient.py").as_uri()
        self.pulls = pulls

    async def diagnostics(self):
        """What the server says about the file: asked for, or told by itself."""
        if self.pulls:
            document = types.TextDocumentIdentifier(self.uri)
            report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
            return list(report.items)
        await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return list(self.client.diagnostics[self.uri])

    async def anywhere(self, uri: str, is_open: bool):
        """What the server says of another document, once it says anything."""
        if self.pulls and is_open:
            document = types.TextDocumentIdentifier(uri)
            report = await self.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
            return list(report.items)
        for _ in range(600):
            items = self.client.diagnostics.get(uri, [])
            if self.pulls:
                report = await self.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
                items = [item for known in report.items if known.uri == uri for item in known.items]
            if items:
                return list(items)
            await asyncio.sleep(0.1)
        raise AssertionError(f"nothing is said of {uri}")

    async def opened(self):
        document = types.TextDocumentItem(self.uri, "python", 1, TEXT)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return await self.diagnostics()


@pytest_lsp.fixture(config=SERVER, params=EDITORS)
async def client(request, lsp_client: LanguageClient, tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "patient.py").write_text(TEXT)
    # Editors answer these; the client of the tests does not by itself.
    for method in [types.CLIENT_REGISTER_CAPABILITY, types.WORKSPACE_DIAGNOSTIC_REFRESH]:
        if method not in lsp_client.protocol.fm.features:
            lsp_client.feature(method)(lambda *_: None)
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param),
            workspace_folders=[types.WorkspaceFolder(uri=folder.as_uri(), name="workspace")],
            initialization_options={"debounce": 0},
        )
    )
    lsp_client.folder, lsp_client.provider = folder, result.capabilities.diagnostic_provider
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def workspace(client):
    return Workspace(client, client.folder, client.provider is not None)


async def test_findings_come_with_rule_and_page_and_without_value(workspace):
    found = await workspace.opened()
    assert [item.code for item in found] == ["phi/ssn", "phi/mrn"]
    assert all(item.source == "safeharbor" and item.code_description.href for item in found)
    assert SSN not in repr(found)


async def test_an_edit_changes_what_is_found(workspace):
    await workspace.opened()
    start, end = types.Position(1, 0), types.Position(2, 0)
    change = types.TextDocumentContentChangePartial(range=types.Range(start, end), text="x = 1\n")
    document = types.VersionedTextDocumentIdentifier(version=2, uri=workspace.uri)
    workspace.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    assert await workspace.diagnostics() == []


async def test_hover_says_why(workspace):
    found = await workspace.opened()
    document = types.TextDocumentIdentifier(workspace.uri)
    hover = await workspace.client.text_document_hover_async(types.HoverParams(document, found[0].range.start))
    assert "Why it counts" in hover.contents.value and SSN not in hover.contents.value


async def test_the_first_action_replaces_the_value(workspace):
    found = await workspace.opened()
    document = types.TextDocumentIdentifier(workspace.uri)
    context = types.CodeActionContext(diagnostics=[found[0]])
    params = types.CodeActionParams(document, found[0].range, context)
    actions = await workspace.client.text_document_code_action_async(params)
    assert actions[0].is_preferred
    (edit,) = actions[0].edit.document_changes[0].edits
    assert edit.range == found[0].range
    assert len(edit.new_text) == len(SSN) and edit.new_text != SSN


async def test_the_workspace_is_scanned(workspace):
    params = types.ExecuteCommandParams("safeharbor.scanWorkspace", [])
    summary = await workspace.client.workspace_execute_command_async(params)
    assert (summary["files"], summary["findings"]) == (1, 2)


async def test_cells_of_a_notebook_are_judged_together(workspace):
    client, notebook = workspace.client, (workspace.client.folder / "cohort.ipynb").as_uri()
    row = 'row = {"last_name": "Garcia", "dob": "1961-07-14"}\n'
    cells = {f"{notebook}#row": row, f"{notebook}#about": "# patient cohort, diagnosis E11.9\n"}
    client.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            notebook_document=types.NotebookDocument(
                uri=notebook,
                notebook_type="jupyter-notebook",
                version=1,
                cells=[types.NotebookCell(kind=types.NotebookCellKind.Code, document=cell) for cell in cells],
            ),
            cell_text_documents=[types.TextDocumentItem(cell, "python", 1, text) for cell, text in cells.items()],
        )
    )
    found = await workspace.anywhere(f"{notebook}#row", is_open=True)
    assert [item.code for item in found] == ["phi/name", "phi/birth-date"]


async def test_a_new_file_is_followed_once_the_workspace_was_scanned(workspace):
    client = workspace.client
    await client.workspace_execute_command_async(types.ExecuteCommandParams("safeharbor.scanWorkspace", []))
    new = client.folder / "new.py"
    new.write_text(TEXT)
    client.workspace_did_create_files(types.CreateFilesParams([types.FileCreate(new.as_uri())]))
    found = await workspace.anywhere(new.as_uri(), is_open=False)
    assert [item.code for item in found] == ["phi/ssn", "phi/mrn"]
