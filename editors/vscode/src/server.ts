// The language server as a process: found, started, restarted, asked.

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, State } from "vscode-languageclient/node";
import { Count } from "./status";

/** The section of the settings, and what diagnostics call their origin. */
const NAME = "safeharbor";

export class Server {
    private client: LanguageClient | undefined;
    /** The latest start or stop; they happen one after the other, however fast settings change. */
    private latest: Promise<void> = Promise.resolve();

    constructor(private readonly count: Count) {}

    /** Starts the server, after it has stopped if it runs. */
    restart(): Promise<void> {
        this.latest = this.latest.then(() => this.halt()).then(() => this.start());
        return this.latest;
    }

    stop(): Promise<void> {
        this.latest = this.latest.then(() => this.halt());
        return this.latest;
    }

    showLog(): void {
        this.client?.outputChannel.show();
    }

    /** Asks the server; an error is shown and gives nothing. */
    async execute<T>(command: string): Promise<T | undefined> {
        try {
            if (!this.client?.isRunning()) {
                throw new Error("the server does not run");
            }
            return await this.client.sendRequest<T>("workspace/executeCommand", { command, arguments: [] });
        } catch (error) {
            await vscode.window.showErrorMessage(`Safeharbor: ${error instanceof Error ? error.message : String(error)}`);
            return undefined;
        }
    }

    private async start(): Promise<void> {
        const command = vscode.workspace.getConfiguration(NAME).get<string>("path") || "safeharbor-lsp";
        const client = new LanguageClient(NAME, "Safeharbor", { command }, clientOptions());
        this.client = client;
        client.onDidChangeState(({ newState }) => {
            if (this.client !== client) {
                return;
            }
            if (newState === State.Running) {
                this.count.on();
            } else if (newState === State.Stopped) {
                this.count.off("it has ended");
            }
        });
        try {
            await client.start();
        } catch {
            this.count.off(`${command} did not start`);
            void offerSettings(command);
        }
    }

    private async halt(): Promise<void> {
        const client = this.client;
        if (!client) {
            return;
        }
        this.client = undefined;
        this.count.off("it was stopped");
        try {
            await client.dispose();
        } catch {
            // One that never started cannot be stopped, and need not be.
        }
        client.outputChannel.dispose();
    }
}

function clientOptions(): LanguageClientOptions {
    return {
        documentSelector: [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-notebook-cell" }, { scheme: "vscode-vfs" }],
        initializationOptions: vscode.workspace.getConfiguration(NAME),
        synchronize: { configurationSection: NAME },
        diagnosticCollectionName: NAME,
    };
}

async function offerSettings(command: string): Promise<void> {
    const open = "Open settings";
    const chosen = await vscode.window.showErrorMessage(`Safeharbor: ${command} did not start. Install it, or say where it lies.`, open);
    if (chosen === open) {
        await vscode.commands.executeCommand("workbench.action.openSettings", "safeharbor.path");
    }
}
