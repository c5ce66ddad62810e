// The count in the status bar.

import * as vscode from "vscode";

/** How many findings there are, or that nobody looks. */
export class Count implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem("safeharbor", vscode.StatusBarAlignment.Left, 10);
    private isOn = false;

    constructor() {
        this.item.name = "Safeharbor";
    }

    /** The server runs: what is counted counts. */
    on(): void {
        this.isOn = true;
        this.item.command = "workbench.actions.view.problems";
        this.item.backgroundColor = undefined;
        this.update();
    }

    /** The server does not run, for this reason. A count of none would say that all is well. */
    off(reason: string): void {
        this.isOn = false;
        this.item.command = "safeharbor.showLog";
        this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
        this.show("$(shield) off", `Safeharbor does not run: ${reason}`);
    }

    /** Counts again. */
    update(): void {
        if (!this.isOn) {
            return;
        }
        let count = 0;
        for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
            count += diagnostics.filter((diagnostic) => diagnostic.source === "safeharbor").length;
        }
        this.show(`$(shield) ${count}`, `Safeharbor: ${count === 1 ? "1 finding" : `${count} findings`}`);
    }

    dispose(): void {
        this.item.dispose();
    }

    private show(text: string, tooltip: string): void {
        this.item.text = text;
        this.item.tooltip = tooltip;
        this.item.accessibilityInformation = { label: tooltip };
        this.item.show();
    }
}
