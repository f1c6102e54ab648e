import Foundation
import Platform
import ReportGeneration

/// The models that `thoraxctl model install` has put below the state directory: `models/NAME-VERSION-DIGEST/`, with the
/// digest of the bundle's sums.
struct ModelDirectory {
    /// The model of the package.
    static let packaged = "/usr/share/thoraxd/model"

    let path: String

    init(stateDirectory: String) { path = "\(stateDirectory)/models" }

    /// The folders of installed models, in alphabetical order.
    var folders: [String] {
        Directory.names(in: path).filter { !$0.hasPrefix(".") }.sorted().map { "\(path)/\($0)" }
    }

    /// Copies a bundle, which is checked before and after, as the reporter would load it.
    ///
    /// - Returns: its folder here and what it is. A bundle that is here already is not copied again.
    func install(_ source: String) throws -> (folder: String, identity: ModelIdentity) {
        let identity = try Self.check(source)
        // The whole bundle, not only its weights: thresholds and search are in files of their own.
        let sums = try Self.hash(ofSumsIn: source)
        let name = "\(identity.name)-\(identity.version)-\(sums.prefix(12))"
            .map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "-" }
        let folder = "\(path)/\(String(name).drop { $0 == "." })"
        if (try? Self.check(folder)) == identity, (try? Self.hash(ofSumsIn: folder)) == sums {
            return (folder, identity)
        }
        // Root must not follow where another account points.
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
            throw CommandFailure("\(path) is a symbolic link to \(target)", hint: "make it a directory")
        }
        // The daemon's account reads it, whoever installs it.
        umask(0o022)
        try Directory.create(path)
        chmod(path, 0o755)
        removeLeftovers()
        let part = "\(path)/.\(getpid())"
        try Directory.create(part)
        defer { try? FileManager.default.removeItem(atPath: part) }
        chmod(part, 0o755)
        let hashes = try ModelBundle.hashes(in: URL(filePath: source))
        for (file, hash) in hashes.merging(
            [ModelBundle.sumsFile: sums], uniquingKeysWith: { $1 })
        {
            guard !file.contains("/"), !file.hasPrefix(".") else {
                throw ReportGenerationError.invalid(
                    path: "\(source)/\(ModelBundle.sumsFile)", reason: "it names \(file)")
            }
            guard
                case .copied = try FileCopy(
                    from: "\(source)/\(file)", to: "\(part)/\(file)", digest: hash, through: part)
            else {
                throw ReportGenerationError.hashMismatch(path: "\(source)/\(file)")
            }
            chmod("\(part)/\(file)", 0o644)
        }
        _ = try Self.check(part)
        // A damaged copy of the same bundle makes way.
        try? FileManager.default.removeItem(atPath: folder)
        try Directory.sync(part)
        guard rename(part, folder) == 0 else {
            throw PlatformError.file(operation: "rename", path: part, errno: errno)
        }
        try Directory.sync(path)
        return (folder, identity)
    }

    /// Removes incomplete bundles that killed processes have left. Their names are a period and the process, or a UUID in
    /// earlier versions; other hidden names, such as those of snapshots, are not ours.
    private func removeLeftovers() {
        for name in Directory.names(in: path) where name.hasPrefix(".") {
            let own = String(name.dropFirst())
            let isLeft =
                if let process = Int32(own) {
                    process > 0 && (process == getpid() || kill(process, 0) != 0 && errno == ESRCH)
                } else {
                    UUID(uuidString: own) != nil
                }
            if isLeft { Directory.remove("\(path)/\(name)") }
        }
    }

    /// Loads a bundle as the reporter does, after checking the hash of every file.
    static func check(_ folder: String) throws(ReportGenerationError) -> ModelIdentity {
        let bundle = try ModelBundle(directory: URL(filePath: folder))
        return try ReportGenerator(bundle: bundle, threads: 1).identity
    }

    private static func hash(ofSumsIn folder: String) throws -> String {
        try DurableFile.Contents(ofFileAt: "\(folder)/\(ModelBundle.sumsFile)").sha256.hexadecimal
    }
}
