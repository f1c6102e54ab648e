import Foundation
import TestHarness
import Testing

/// `thoraxd check-config` as an administrator runs it.
@Suite(.blocking) struct CheckConfigCommandTests {
    private func check(_ yaml: String) throws -> (status: Int32, output: String) {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try run(builtPrograms.appending(path: "thoraxd").path, ["check-config", "--config", path])
    }

    @Test func `a good file is said to be good`() throws {
        let (status, output) = try check("dicom: { port: 104 }\npeers: [ { name: a, ae_title: A } ]\n")
        #expect(status == 0)
        #expect(output.hasSuffix("good; 2 keys set, 1 peer\n"))
    }

    @Test func `every error has its line and a hint, and the exit code is that of a daemon that cannot start`() throws {
        let (status, output) = try check("dicom:\n  prot: 104\nlog_level: loud\n")
        #expect(status == 78)
        #expect(output.contains("line 2: there is no key dicom.prot\n  hint: dicom.port is one"))
        #expect(output.contains("line 3: log_level is loud, but must be one of"))
    }
}
