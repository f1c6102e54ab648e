import Foundation
import TestHarness

/// Debian's Orthanc as the archive on 127.0.0.1; its folder is removed with it.
package final class RunningOrthanc {
    /// Whether it is installed; tests that need it are skipped otherwise.
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }
    private static let program = "/usr/sbin/Orthanc"

    /// Its DICOMweb plug-in.
    package static let dicomWeb = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"
    /// Whether the plug-in is installed too.
    package static var speaksDICOMweb: Bool { isInstalled && FileManager.default.fileExists(atPath: dicomWeb) }

    /// Its AE title.
    package static let aeTitle = "ORTHANC"
    /// Its DICOM port.
    package var port: UInt16 { tool.port }

    private let directory: TemporaryDirectory
    private let tool: RunningTool
    private let httpPort: UInt16

    /// Starts it with its default configuration except for its folder, its ports and `settings`.
    ///
    /// - Parameter settings: keys and JSON values of its configuration file.
    package init(_ settings: [String: Any] = [:], environment: [String: String] = [:]) throws {
        directory = try TemporaryDirectory()
        let httpPort = try FreePort.find()
        self.httpPort = httpPort
        let configuration = directory.url.appending(path: "orthanc.json")
        var all: [String: Any] = [
            "StorageDirectory": directory.url.appending(path: "storage").path,
            "IndexDirectory": directory.url.appending(path: "storage").path,
            "HttpPort": httpPort, "DicomAet": Self.aeTitle, "RemoteAccessAllowed": false, "SslEnabled": false,
            "AuthenticationEnabled": false, "Plugins": [String](), "DicomModalities": [String: Any](),
        ]
        all.merge(settings) { $1 }
        tool = try RunningTool(Self.program, environment: environment) { port in
            all["DicomPort"] = port
            let written = try? JSONSerialization.data(withJSONObject: all)
            _ = FileManager.default.createFile(atPath: configuration.path, contents: written)
            return [configuration.path]
        }
        guard eventually({ (try? get("/system")) != nil }) else {
            throw NotListening(path: Self.program, port: httpPort)
        }
    }

    /// Adds a peer on 127.0.0.1, by a name and its AE title.
    package func introduce(_ name: String, aeTitle: String, port: UInt16) throws {
        let peer: [String: Any] = ["AET": aeTitle, "Host": "127.0.0.1", "Port": port]
        _ = try request("PUT", "/modalities/\(name)", JSONSerialization.data(withJSONObject: peer))
    }

    /// The JSON response of its REST interface to a GET.
    package func get(_ path: String) throws -> Any { try json(request("GET", path, Data())) }

    /// The response to a POST of a text or of a JSON object.
    package func post(_ path: String, _ body: String) throws -> Any { try json(request("POST", path, Data(body.utf8))) }

    /// The SOP Instance UIDs of its instances.
    package func instances() throws -> Set<String> {
        let instances = try get("/instances?expand") as? [[String: Any]] ?? []
        return Set(instances.compactMap { ($0["MainDicomTags"] as? [String: String])?["SOPInstanceUID"] })
    }

    /// The response was not a success.
    package struct Refusal: Error {
        package let answer: String
    }

    private func json(_ data: Data) throws -> Any {
        try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    }

    private func request(_ method: String, _ path: String, _ body: Data) throws -> Data {
        let socket = try TestSocket(port: httpPort)
        let head = "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n\r\n"
        try socket.send(Array(head.utf8) + body)
        var answer: [UInt8] = []
        while !answer.suffix(4).elementsEqual("\r\n\r\n".utf8), let byte = try socket.receive(1) { answer += byte }
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\r\n")
        guard lines.first?.contains(" 200 ") == true else {
            throw Refusal(answer: String(decoding: answer, as: UTF8.self))
        }
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].drop { $0 == " " }) }
        return Data(try socket.receive(length ?? 0) ?? [])
    }
}
