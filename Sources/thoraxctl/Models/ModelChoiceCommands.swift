import ArgumentParser
import Foundation
import OperatorErrors
import Platform
import ReportGeneration
import ThoraxConfiguration
import WorkListDatabase

/// `thoraxctl model install` copies a bundle below the state directory and has the daemon draft with it.
struct ModelInstallCommand: AnsweringCommand {
    typealias Answer = ModelChoice

    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Check a model bundle, copy it, choose it, and reload.",
        discussion: """
            Every file is checked against SHA256SUMS and the model is loaded before anything changes. The copy is below \
            models/ in the state directory; the former model stays where it is, and thoraxctl model use goes back to it. \
            The study that is being drafted is finished with the former model. Run it as root.

            Example: thoraxctl model install /srv/new-model
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "The folder of the bundle, as thorax-model train writes it.")
    var directory: String

    func run() throws {
        let configuration = try options.configuration()
        let models = ModelDirectory(stateDirectory: configuration.stateDirectory)
        let (folder, identity) = try models.install(directory)
        try choose(folder, identity)
    }
}

/// `thoraxctl model use` has the daemon draft with a model that is there.
struct ModelUseCommand: AnsweringCommand {
    typealias Answer = ModelChoice

    static let configuration = CommandConfiguration(
        commandName: "use", abstract: "Choose a model that thoraxctl model list shows, and reload.",
        discussion: """
            The model is checked first. The configuration's key model names it from then on; comments stay.

            Examples:
            thoraxctl model use thorax-demo-1-0f3a5c7e9b21
            thoraxctl model use /usr/share/thoraxd/model
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Name of a folder below models/ in the state directory, or the whole path of a model.")
    var model: String

    func run() throws {
        let configuration = try options.configuration()
        let models = ModelDirectory(stateDirectory: configuration.stateDirectory)
        let folder = model.contains("/") ? URL(filePath: model).standardizedFileURL.path : "\(models.path)/\(model)"
        try choose(folder, ModelDirectory.check(folder))
    }
}

extension AnsweringCommand where Answer == ModelChoice {
    /// Chooses a model and prints what was chosen.
    fileprivate func choose(_ folder: String, _ identity: ModelIdentity) throws {
        let choice = try ModelChoice(folder, identity, options)
        if options.json { try printJSON(choice) } else { choice.show() }
    }
}

/// A model that was chosen, as `--json` prints it.
struct ModelChoice: Codable {
    let directory: String
    let name: String
    let version: String
    let weightsSHA256: String
    /// The model that was chosen before; it stays on disk.
    let former: String
    /// The configuration file.
    let file: String
    /// Whether the daemon runs and was told to read the configuration again.
    let isReloading: Bool

    /// Names a model in the configuration file, records the act and has the daemon read it.
    init(_ folder: String, _ identity: ModelIdentity, _ options: StateOptions) throws {
        guard let path = options.configurationFile else {
            throw CommandFailure("there is no configuration file", hint: "name it with --config")
        }
        let configuration = try options.configuration()
        let change = try SettingChange(
            setting: "model", to: folder, in: ConfigurationReading.text(of: path), path: path,
            environment: ProcessInfo.processInfo.environment)
        directory = folder
        (name, version, weightsSHA256) = (identity.name, identity.version, identity.weightsSHA256)
        former = configuration.model
        file = path
        let workList = try options.changeableWorkList(of: configuration)
        try change.write(to: path)
        try workList.record(
            .modelChosen, by: Account.current.name,
            detail: ["model": "\(name) \(version)", "weights": weightsSHA256, "directory": folder, "former": former])
        isReloading = options.reload(configuration)
    }

    func show() {
        print("\(name) \(version), weights \(weightsSHA256.prefix(12)), is chosen: \(file) names \(directory)")
        if former != directory { print("the former model stays; to go back: thoraxctl model use \(former)") }
        print(StateOptions.describeReload(isReloading))
    }
}
