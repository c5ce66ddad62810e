// What VS Code calls: registers the commands and the count in the status bar, and starts the server.

import * as vscode from "vscode";
import { Server } from "./server";
import { Count } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const count = new Count();
    const running = new Server(count);
    server = running;
    context.subscriptions.push(
        count,
        vscode.languages.onDidChangeDiagnostics(() => count.update()),
        vscode.commands.registerCommand("safeharbor.scanFolders", () => scanWorkspace(running)),
        vscode.commands.registerCommand("safeharbor.openReport", () => showReport(running)),
        vscode.commands.registerCommand("safeharbor.restart", () => running.restart()),
        vscode.commands.registerCommand("safeharbor.showLog", () => running.showLog()),
        vscode.workspace.onDidChangeConfiguration((event) => {
            if (event.affectsConfiguration("safeharbor.path")) {
                void running.restart();
            }
        }),
    );
    await running.restart();
}

export async function deactivate(): Promise<void> {
    await server?.stop();
}

async function scanWorkspace(server: Server): Promise<void> {
    const summary = await server.execute<{ files: number; findings: number; cancelled: boolean }>("safeharbor.scanWorkspace");
    if (!summary || summary.cancelled) {
        return;
    }
    const report = "Show report";
    const words = `Safeharbor: ${counted(summary.findings, "finding")} in ${counted(summary.files, "file")}`;
    if ((await vscode.window.showInformationMessage(words, report)) === report) {
        await showReport(server);
    }
}

async function showReport(server: Server): Promise<void> {
    const content = await server.execute<string>("safeharbor.showReport");
    if (content !== undefined) {
        const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
        await vscode.window.showTextDocument(document);
    }
}

function counted(count: number, thing: string): string {
    return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
