import Foundation
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct InstanceFilesTests {
    @Test func `names are ours, never twice the same, and lie in a directory of their hour`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        let hour = Date(timeIntervalSince1970: 3600 * 0x1234)
        let first = try files.newInstancePath(at: hour)
        #expect(first.hasPrefix("instances/12/34/") && first.hasSuffix(".dcm"))
        #expect(try files.newInstancePath(at: hour) != first)
        #expect(FileManager.default.fileExists(atPath: files.absolute("instances/12/34")))
    }

    @Test func `half-written files go at start and whole ones stay`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        for name in ["1x00000000.part", "b.dcm"] { try Data().write(to: URL(filePath: "\(files.incoming)/\(name)")) }
        files.removeLeftovers()
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.incoming) == ["b.dcm"])
    }

    @Test func `what a killed daemon, backup or restore left in the state directory goes at start`() throws {
        let fixture = try Fixture()
        let files = fixture.workList.files
        // A download of a person.
        try Data().write(to: URL(filePath: files.absolute("model.tar.part")))
        let kept = try FileManager.default.contentsOfDirectory(atPath: files.stateDirectory)
        let stage = InstanceFiles.staging(in: files.stateDirectory)
        try FileManager.default.createDirectory(atPath: "\(stage)/instances/00", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(stage)/link", withDestinationPath: "\(files.stateDirectory)/instances")
        for name in ["1x00000000.part", "worklist-before-1.sqlite.part", "worklist-before-1.sqlite.part-journal"] {
            try Data().write(to: URL(filePath: files.absolute(name)))
        }
        files.removeLeftovers()
        #expect(Set(try FileManager.default.contentsOfDirectory(atPath: files.stateDirectory)) == Set(kept))
    }
}
