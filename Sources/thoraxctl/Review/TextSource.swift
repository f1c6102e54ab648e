import ArgumentParser
import Foundation
import Platform

/// The source of a report's text: a file, standard input, or an editor.
struct TextSource: ParsableArguments {
    @Option(help: "File with the text, or - for standard input; by default an editor is opened ($VISUAL, $EDITOR).")
    var file: String?

    /// Whether the text is written in an editor.
    var isEditor: Bool { file == nil }

    /// The text of the file or of standard input.
    func read() throws -> String {
        let path = file ?? "-"
        // No report is this long; the limit stops reading from an endless device.
        let limit = 1 << 20
        do {
            let handle = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            var bytes = Data()
            while bytes.count < limit, let more = try handle.read(upToCount: limit), !more.isEmpty { bytes += more }
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw CommandFailure(
                "cannot read \(path): \(error.localizedDescription)",
                hint: "name a file with --file, or - for standard input")
        }
    }
}

/// A text that is edited in a private temporary file, which is removed with this object.
final class EditedText {
    private let directory: String
    let path: String
    private var isKept = false

    /// Creates the file.
    ///
    /// - Parameter text: the initial text.
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

    /// Runs the editor and waits for it to exit.
    ///
    /// - Returns: the edited text.
    /// - Throws: `CommandFailure` if there is no editor or it failed.
    func edit() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "editor"
        // The variable may contain arguments, so a shell splits it, as in other programs. The editor must run in the
        // foreground of the terminal, so it stays in this program's process group.
        var child: pid_t = 0
        let words = ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let error = posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ)
        guard error == 0 else { throw PlatformError.file(operation: "run", path: "/bin/sh", errno: error) }
        // While the editor runs, only the editor handles Ctrl-C and Ctrl-\.
        let before = (signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN))
        defer {
            signal(SIGINT, before.0)
            signal(SIGQUIT, before.1)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw CommandFailure(
                "the editor \(editor) failed, and nothing was signed", hint: "set VISUAL or EDITOR, or pass --file")
        }
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// Prevents the removal of the file, so that an unsigned text is not lost.
    func keep() { isKept = true }
}
