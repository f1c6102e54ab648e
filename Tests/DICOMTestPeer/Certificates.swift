package import Foundation

/// Certificates made with OpenSSL for one test, in their own directory.
package struct Certificates {
    package let directory: URL

    /// Creates an authority, `authority.pem`, and another, `other.pem`.
    package init(in directory: URL) throws {
        self.directory = directory
        for name in ["authority", "other"] {
            try openssl([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", path("\(name).key"), "-out",
                path("\(name).pem"), "-subj", "/CN=\(name)", "-days", "30",
            ])
        }
    }

    /// The path of a file in the directory.
    package func path(_ name: String) -> String { directory.appending(path: name).path }

    /// Makes `NAME.pem` and `NAME.key`, replacing existing files.
    ///
    /// - Parameters:
    ///   - days: validity in days; a negative number makes an expired certificate.
    ///   - names: subject alternative names, such as `IP:127.0.0.1`; nil for none.
    package func issue(
        _ name: String, by authority: String = "authority", days: Int = 30, for names: String? = nil
    ) throws {
        try openssl([
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", path("\(name).key"), "-out", path("\(name).csr"),
            "-subj", "/CN=\(name)",
        ])
        let extensions = directory.appending(path: "\(name).ext")
        try Data((names.map { "subjectAltName=\($0)\n" } ?? "").utf8).write(to: extensions)
        try openssl(
            [
                "x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).pem"), "-CAkey",
                path("\(authority).key"), "-CAcreateserial", "-days", "\(days)", "-out", path("\(name).pem"),
            ] + (names == nil ? [] : ["-extfile", extensions.path]))
    }

    private func openssl(_ arguments: [String]) throws {
        let tool = try Tool.run("openssl", arguments)
        guard tool.status == 0 else { throw NotMade(output: tool.output) }
    }

    /// OpenSSL could not make a certificate.
    package struct NotMade: Error { package let output: String }
}
