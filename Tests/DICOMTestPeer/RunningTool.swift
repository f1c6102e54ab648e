package import Foundation
import Glibc
import TestHarness

/// Another program's server on 127.0.0.1, such as DCMTK's storescp; terminated when released.
package final class RunningTool {
    /// The port it listens on.
    package let port: UInt16
    private let program: RunningProgram

    /// Starts a program and waits until it accepts connections.
    ///
    /// - Parameters:
    ///   - port: the port to listen on; chosen by the system unless others must know it in advance.
    ///   - arguments: returns its arguments, given the port to listen on.
    package init(
        _ path: String, on port: UInt16? = nil, environment: [String: String] = [:], in directory: URL? = nil,
        _ arguments: (_ port: UInt16) -> [String]
    ) throws {
        let port = try port ?? FreePort.find()
        self.port = port
        let program = try RunningProgram(URL(filePath: path), arguments(port), in: directory, environment: environment)
        self.program = program
        guard eventually({ !program.isRunning || (try? TestSocket(port: port)) != nil }), program.isRunning else {
            throw NotListening(path: path, port: port)
        }
    }

    /// DCMTK's storage SCP, which writes what it receives to a directory.
    package static func storescp(
        _ options: [String] = [], on port: UInt16? = nil, environment: [String: String] = [:], keeping directory: URL
    ) throws -> RunningTool {
        try RunningTool("/usr/bin/storescp", on: port, environment: environment) { port in
            options + ["--output-directory", directory.path, "\(port)"]
        }
    }
}

/// A program was started but does not listen.
package struct NotListening: Error {
    package let path: String
    package let port: UInt16
}

/// A port that is currently unused.
package enum FreePort {
    /// Lets the system choose the port.
    package static func find() throws -> UInt16 {
        guard let port = bound(to: 0) else { throw POSIXError(.EADDRNOTAVAIL) }
        return port
    }

    /// A port below those that Linux chooses by itself, so that no connection of another test takes it while nothing listens on
    /// it for a moment.
    package static func findLasting() throws -> UInt16 {
        for _ in 0..<1000 {
            if let port = bound(to: .random(in: 10_000..<32_768)) { return port }
        }
        throw POSIXError(.EADDRNOTAVAIL)
    }

    /// The port to which a socket could be bound; nil if the port is taken.
    private static func bound(to port: UInt16) -> UInt16? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        return outcome == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }
}
