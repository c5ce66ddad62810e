// Starts the server, shows how many findings there are, and offers the commands.

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, State } from "vscode-languageclient/node";

/** The section of the settings, and what diagnostics call their origin. */
const NAME = "safeharbor";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const status = vscode.window.createStatusBarItem(NAME, vscode.StatusBarAlignment.Left, 10);
    status.name = "Safeharbor";
    status.command = "workbench.actions.view.problems";
    context.subscriptions.push(
        status,
        vscode.languages.onDidChangeDiagnostics(() => showCount(status)),
        vscode.commands.registerCommand("safeharbor.scanFolders", scanWorkspace),
        vscode.commands.registerCommand("safeharbor.openReport", showReport),
        vscode.commands.registerCommand("safeharbor.restart", () => restart(status)),
        vscode.commands.registerCommand("safeharbor.showLog", () => client?.outputChannel.show()),
        vscode.workspace.onDidChangeConfiguration(async (event) => {
            if (event.affectsConfiguration("safeharbor.path")) {
                await restart(status);
            }
        }),
    );
    await start(status);
}

export async function deactivate(): Promise<void> {
    await client?.stop();
}

async function start(status: vscode.StatusBarItem): Promise<void> {
    const configured = vscode.workspace.getConfiguration(NAME).get<string>("path");
    const command = configured ? configured : "safeharbor-lsp";
    const server: ServerOptions = { command };
    const options: LanguageClientOptions = {
        documentSelector: [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-notebook-cell" }, { scheme: "vscode-vfs" }],
        initializationOptions: vscode.workspace.getConfiguration(NAME),
        synchronize: { configurationSection: NAME },
        diagnosticCollectionName: NAME,
    };
    client = new LanguageClient(NAME, "Safeharbor", server, options);
    client.onDidChangeState((change) => {
        if (change.newState === State.Stopped) {
            show(status, "$(shield) off", "Safeharbor does not run");
        }
    });
    try {
        await client.start();
        showCount(status);
    } catch {
        show(status, "$(shield) off", `Safeharbor does not run: ${command} did not start`);
        await offerSettings(command);
    }
}

async function restart(status: vscode.StatusBarItem): Promise<void> {
    await client?.dispose();
    client = undefined;
    await start(status);
}

async function offerSettings(command: string): Promise<void> {
    const open = "Open settings";
    const chosen = await vscode.window.showErrorMessage(`Safeharbor: ${command} did not start. Install it, or say where it lies.`, open);
    if (chosen === open) {
        await vscode.commands.executeCommand("workbench.action.openSettings", "safeharbor.path");
    }
}

function showCount(status: vscode.StatusBarItem): void {
    let count = 0;
    for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
        count += diagnostics.filter((diagnostic) => diagnostic.source === NAME).length;
    }
    const words = count === 1 ? "1 finding" : `${count} findings`;
    show(status, `$(shield) ${count}`, `Safeharbor: ${words}`);
}

function show(status: vscode.StatusBarItem, text: string, tooltip: string): void {
    status.text = text;
    status.tooltip = tooltip;
    status.show();
}

async function scanWorkspace(): Promise<void> {
    const summary = await execute<{ files: number; findings: number; cancelled: boolean }>("safeharbor.scanWorkspace");
    if (summary && !summary.cancelled) {
        const words = `Safeharbor: ${summary.findings} findings in ${summary.files} files`;
        const report = "Show report";
        if ((await vscode.window.showInformationMessage(words, report)) === report) {
            await showReport();
        }
    }
}

async function showReport(): Promise<void> {
    const content = await execute<string>("safeharbor.showReport");
    if (content !== undefined) {
        const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
        await vscode.window.showTextDocument(document);
    }
}

/** Asks the server; an error is shown and gives nothing. */
async function execute<T>(command: string): Promise<T | undefined> {
    try {
        return await client?.sendRequest<T>("workspace/executeCommand", { command, arguments: [] });
    } catch (error) {
        await vscode.window.showErrorMessage(`Safeharbor: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
    }
}
