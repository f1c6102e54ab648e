import ArgumentParser
import Foundation
import Platform

/// Where the text of a report comes from: a file, standard input, or an editor.
struct TextSource: ParsableArguments {
    @Option(help: "File with the text, or - for standard input; by itself an editor is opened ($VISUAL, $EDITOR).")
    var file: String?

    /// Whether somebody is to write it now.
    var isEditor: Bool { file == nil }

    /// The text of the file or of standard input.
    func read() throws -> String {
        let path = file ?? "-"
        // Beyond what any report has, so that a device that never ends ends here.
        let limit = 1 << 20
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            var bytes = Data()
            while bytes.count < limit, let more = try handle.read(upToCount: limit), !more.isEmpty { bytes += more }
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw CommandFailure(
                "\(path) cannot be read: \(error.localizedDescription)",
                hint: "name a file with --file, or - for standard input")
        }
    }
}

/// A text in an editor, in a directory and file that nobody else can read, removed with it.
final class EditedText {
    private let directory: String
    let path: String
    private var isKept = false

    /// - Parameter text: what the editor shows first.
    init(_ text: String) throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR", default: "/tmp"]
        var template = Array("\(base)/thoraxctl-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PlatformError.file(operation: "create", path: "\(base)/thoraxctl-…", errno: errno)
        }
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        path = "\(directory)/report.txt"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw PlatformError.file(operation: "create", path: path, errno: errno) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
    }

    deinit { if !isKept { try? FileManager.default.removeItem(atPath: directory) } }

    /// Lets somebody edit it, and waits.
    ///
    /// - Returns: the text as it was left.
    /// - Throws: `CommandFailure` where there is no editor or it failed.
    func edit() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "editor"
        // As other programs do: the variable may hold arguments, so a shell takes it apart. The editor must be in the
        // foreground of the terminal, which a child in this program's process group is.
        var child: pid_t = 0
        let words = ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let error = posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ)
        guard error == 0 else { throw PlatformError.file(operation: "run", path: "/bin/sh", errno: error) }
        // The keys that interrupt are the editor's while it runs.
        let before = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
        defer {
            signal(SIGINT, before.0)
            signal(SIGQUIT, before.1)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw CommandFailure(
                "the editor \(editor) failed, and nothing was signed", hint: "set VISUAL or EDITOR, or give --file")
        }
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// Leaves the file where it is, because its text is not signed and would be lost.
    func keep() { isKept = true }
}
