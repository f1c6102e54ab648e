import ArgumentParser
import Foundation
import ReportGeneration
import ThoraxConfiguration

/// `thoraxctl model`: the models that drafts are made with.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "List, install and choose the model that drafts are made with.",
        discussion: """
            Without a model that can be loaded, thoraxd receives and stores images, and drafting waits; thoraxctl status \
            names the file and what to do.

            Example: thoraxctl model install /srv/new-model
            """,
        subcommands: [ModelListCommand.self, ModelInstallCommand.self, ModelUseCommand.self],
        defaultSubcommand: ModelListCommand.self)
}

/// `thoraxctl model list` shows the models that are there, the chosen one, and what is wrong with them.
struct ModelListCommand: RowListing {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the models, check every file of each, and mark the chosen one.",
        discussion: """
            The exit code is 2 if the chosen model cannot be loaded.

            Example: thoraxctl model list
            """)
    static let emptyNotice = "no models"

    @OptionGroup var options: StateOptions

    func answer(by configuration: DaemonConfiguration) throws -> [ModelRow] { ModelRow.all(configuration) }

    func show(_ rows: [ModelRow]) {
        print(TextTable(rows).text)
        for row in rows { row.hint.map { print(TextTable.paint("\(row.directory): \(terminalSafe($0))", .grey)) } }
    }

    func isFinding(_ rows: [ModelRow]) -> Bool { rows.contains { $0.isChosen && $0.fault != nil } }
}

/// A model that is on this machine.
struct ModelRow: ListingRow {
    let directory: String
    /// Whether the configuration names it.
    let isChosen: Bool
    /// Nil if it cannot be loaded.
    let name: String?
    let version: String?
    let weightsSHA256: String?
    /// Why it cannot be loaded, and what to do about it.
    let fault: String?
    let hint: String?

    /// The chosen model, that of the package, and those that were installed.
    static func all(_ configuration: DaemonConfiguration) -> [ModelRow] {
        let chosen = URL(filePath: configuration.model).standardizedFileURL.path
        let installed = ModelDirectory(stateDirectory: configuration.stateDirectory).folders
        let packaged = FileManager.default.fileExists(atPath: ModelDirectory.packaged) ? [ModelDirectory.packaged] : []
        var others = packaged + installed
        others.removeAll { URL(filePath: $0).standardizedFileURL.path == chosen }
        return [ModelRow(chosen, isChosen: true)] + others.map { ModelRow($0, isChosen: false) }
    }

    private init(_ directory: String, isChosen: Bool) {
        self.directory = directory
        self.isChosen = isChosen
        do throws(ReportGenerationError) {
            let identity = try ModelDirectory.check(directory)
            (name, version, weightsSHA256) = (identity.name, identity.version, identity.weightsSHA256)
            (fault, hint) = (nil, nil)
        } catch {
            (name, version, weightsSHA256) = (nil, nil, nil)
            (fault, hint) = (error.description, error.hint)
        }
    }

    static var columns: [Column<ModelRow>] {
        [
            Column("", colour: { _ in .green }) { $0.isChosen ? "chosen" : nil },
            Column("name") { $0.name },
            Column("version") { $0.version },
            Column("weights") { $0.weightsSHA256.map { String($0.prefix(12)) } },
            Column("directory") { $0.directory },
            Column("fault", colour: { _ in .red }) { $0.fault },
        ]
    }
}
