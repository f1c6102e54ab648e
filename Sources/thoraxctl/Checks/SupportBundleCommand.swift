import ArgumentParser
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// `thoraxctl support-bundle` collects what support needs, without patients.
struct SupportBundleCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "support-bundle",
        abstract: "Write settings, numbers, incidents, deliveries, schema and journal into one file, without patients.",
        discussion: """
            Texts keep the words of thoraxd's own messages, small numbers and times; everything else is replaced, UIDs by a \
            hash whose key is not kept. \
            Addresses and AE titles of peers are included. Check it before you send it: tar -xzOf FILE | less

            Example: thoraxctl support-bundle thoraxd-support.tar.gz
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "File to write, ending in .tar.gz.")
    var file: String

    struct Answer: Codable {
        let file: String
    }

    func run() throws {
        guard !FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure("\(file) already exists", hint: "name a new file")
        }
        let configuration = try options.configuration()
        let workList = try options.changeableWorkList(of: configuration)
        let folder = FileManager.default.temporaryDirectory.appending(path: "thoraxd-support-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let content = folder.appending(path: "thoraxd-support")
        try FileManager.default.createDirectory(
            at: content, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var bundle = try SupportBundle(workList: workList, configuration: configuration, folder: content)
        let names = try bundle.write()
        let archive = folder.appending(path: "bundle.tar.gz").path
        guard try Tool.run("tar", ["-C", folder.path, "-czf", archive, content.lastPathComponent]).status == 0 else {
            throw CommandFailure("cannot write \(archive)", hint: "free space in the directory of temporary files")
        }
        // Whole or not at all, for its owner only, and never through a link that another account made.
        umask(0o077)
        let digest = try DurableFile.Contents(ofFileAt: archive).sha256.hexadecimal
        guard
            case .copied = try? FileCopy(from: archive, to: file, digest: digest, through: Directory.parent(of: file))
        else {
            throw CommandFailure("cannot write \(file)", hint: "name a file in a directory that you may write to")
        }
        try workList.record(.exported, by: Account.current.name, detail: ["what": "support bundle", "file": file])
        if options.json { return try printJSON(Answer(file: file)) }
        print("\(file): \(names.joined(separator: ", "))")
    }
}
