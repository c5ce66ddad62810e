// VS Code as code-server serves it, and Chromium to look at it. Knows the editor's page; knows nothing about Safeharbor.

import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const CODE_SERVER = fileURLToPath(new URL("node_modules/code-server/out/node/entry.js", import.meta.url));
/** How long anything may take, in milliseconds: a machine that builds at the same time is slow. */
const PATIENCE = 60_000;

/** Where text is shown that can be edited. */
const EDITORS = ".editor-instance, .notebookOverlay";

/** What makes the window the same wherever it opens. */
const QUIET_SETTINGS = {
    "chat.commandCenter.enabled": false,
    "editor.fontFamily": "'DejaVu Sans Mono', monospace",
    "editor.lightbulb.enabled": "off",
    "editor.minimap.enabled": false,
    "extensions.ignoreRecommendations": true,
    "files.autoSave": "off",
    "security.workspace.trust.enabled": false,
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": false,
    "workbench.colorTheme": "Default Light Modern",
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": false,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
};

/** An editor with one extension, open at one folder. */
export class Editor {
    /** Opens `folder` with the extension of `vsix` and with `settings`. */
    static async open(folder, vsix, settings) {
        const editor = new Editor();
        try {
            await editor.#open(folder, vsix, settings);
        } catch (error) {
            await editor.close();
            throw error;
        }
        return editor;
    }

    async #open(folder, vsix, settings) {
        this.home = await mkdtemp(join(tmpdir(), "safeharbor-vscode-"));
        const data = join(this.home, "data");
        await write(join(data, "User", "settings.json"), QUIET_SETTINGS);
        this.folderSettings = join(folder, ".vscode", "settings.json");
        await this.set(settings);
        const environment = { ...process.env, HOME: this.home, XDG_CONFIG_HOME: join(this.home, "config") };
        const folders = [CODE_SERVER, "--user-data-dir", data, "--extensions-dir", join(this.home, "extensions")];
        await promisify(execFile)(process.execPath, [...folders, "--install-extension", vsix], { env: environment });

        const port = await freePort();
        const address = `127.0.0.1:${port}`;
        const how = ["--auth", "none", "--bind-addr", address, "--disable-telemetry", "--disable-update-check"];
        this.process = spawn(process.execPath, [...folders, ...how], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
        await listening(this.process);
        // Chromium refuses to run as root inside a sandbox of its own, and containers run as root.
        this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
        this.page = await this.browser.newPage({ viewport: { width: 860, height: 480 }, deviceScaleFactor: 1.5 });
        this.page.setDefaultTimeout(PATIENCE);
        await this.page.goto(`http://${address}/?folder=${encodeURIComponent(folder)}`);
        await this.page.locator(".monaco-workbench .statusbar").waitFor();
    }

    async close() {
        await this.browser?.close();
        if (this.process && this.process.exitCode === null) {
            const ended = new Promise((resolve) => this.process.once("exit", resolve));
            this.process.kill();
            await ended;
        }
        if (this.home) {
            await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        }
    }

    /** Writes the folder's settings, which the editor watches; code-server does not watch the user's. */
    async set(settings) {
        await write(this.folderSettings, settings);
    }

    /** Runs a command of the palette by its whole title. */
    async run(title) {
        await this.page.keyboard.press("F1");
        await this.#pick(`>${title}`, title);
    }

    /** Opens a file of the folder in the text editor, or in that of notebooks. */
    async show(file) {
        await this.page.keyboard.press("Control+P");
        await this.#pick(file, file);
        await this.page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
        await this.page.locator(`:is(${EDITORS}) .view-line`).locator("visible=true").first().waitFor();
    }

    async #pick(typed, label) {
        const box = this.page.locator(".quick-input-widget:visible");
        await box.locator("input").first().fill(typed);
        await box.locator(".quick-input-list-entry", { hasText: label }).first().waitFor();
        await this.page.keyboard.press("Enter");
        await box.waitFor({ state: "hidden" });
    }

    /** The item of the status bar whose label for screen readers matches. */
    statusItem(label) {
        return this.page.locator(".statusbar-item a").and(this.page.getByLabel(label));
    }

    /** The place of `text` in the text editor, to point at. */
    text(text) {
        return this.page.locator(".editor-instance .view-line span span", { hasText: text }).last();
    }

    squiggles() {
        const kinds = ".squiggly-error, .squiggly-warning, .squiggly-info";
        return this.page.locator(`:is(${EDITORS}) :is(${kinds})`).locator("visible=true");
    }

    hover() {
        return this.page.locator(".monaco-hover:visible .hover-contents, .monaco-hover:visible .markdown-hover");
    }

    /**
     * Puts the cursor into `text` and opens the menu of the quick-fix key. Pressed before the extensions have taken note of a
     * file that was just opened, the key says that there is nothing to fix; then it is pressed again, as a user would.
     */
    async fixesOf(text) {
        const menu = this.page.locator(".action-widget:visible");
        for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
            await this.text(text).click();
            await this.page.keyboard.press("Control+.");
            const nothing = this.page.locator(".monaco-editor-overlaymessage:visible", { hasText: "No code actions available" });
            await menu.or(nothing).first().waitFor();
            if (await menu.isVisible()) {
                return;
            }
            await this.page.keyboard.press("Escape");
            await nothing.waitFor({ state: "hidden" });
        }
        throw new Error(`no fixes for ${text}`);
    }

    /** Takes the fix with these words from the menu that is open: by the keys, since a veil keeps the pointer off for a while. */
    async take(fix) {
        const menu = this.page.locator(".action-widget:visible");
        await menu.getByText(fix).waitFor();
        for (let down = await menu.locator(".monaco-list-row").count(); down > 0; down--) {
            if (await menu.locator(".monaco-list-row.focused", { hasText: fix }).count()) {
                await this.page.keyboard.press("Enter");
                await menu.waitFor({ state: "hidden" });
                return;
            }
            await this.page.keyboard.press("ArrowDown");
        }
        throw new Error(`cannot reach the fix: ${fix}`);
    }

    problems() {
        return this.page.locator(".markers-panel .monaco-list-row");
    }

    /** A message at the lower right. */
    message(text) {
        return this.page.locator(".notification-toast", { hasText: text });
    }

    /** Saves the file that is shown. */
    async save() {
        await this.page.keyboard.press("Control+S");
        await this.page.locator(".tab.active:not(.dirty)").waitFor();
    }
}

async function write(file, settings) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(settings, null, 4));
}

async function freePort() {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

/** Waits until code-server says that it listens. */
function listening(process) {
    return new Promise((resolve, reject) => {
        let said = "";
        const hear = (bytes) => {
            said += bytes;
            if (said.includes("HTTP server listening")) {
                resolve();
            }
        };
        process.stdout.on("data", hear);
        process.stderr.on("data", hear);
        process.once("exit", () => reject(new Error(`code-server ended: ${said}`)));
        setTimeout(() => reject(new Error(`code-server does not listen: ${said}`)), PATIENCE).unref();
    });
}
