import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkListDatabase

/// Pictures made of stored images, when the images are removed.
struct PictureRemovalTests {
    private let fixture: Fixture
    private var files: InstanceFiles { fixture.workList.files }

    init() throws { fixture = try Fixture() }

    /// A study that may be removed, with its file; returns the directory of its pictures.
    private func study(_ number: Int) throws -> String {
        try fixture.queue(study: number)
        try fixture.workList.write { db in
            // Nothing but the state matters here.
            try db.execute(sql: "DROP TRIGGER IF EXISTS workItemTransition")
            try db.execute(sql: "UPDATE workItem SET state = 'ineligible', reason = 'test' WHERE state = 'queued'")
        }
        let path = "instances/\(number)-1-1.dcm"
        try Data("x".utf8).write(to: URL(filePath: files.absolute(path)))
        return files.derivedDirectory(of: path, revision: "r1")
    }

    /// Takes the rows of the oldest study away and lists its files for removal.
    private func removeRows() throws {
        let candidates = try fixture.workList.retentionCandidates(
            in: RetentionPolicy.endStates, unchangedSince: .now, after: .start, limit: 1, committing: [])
        let removed = try fixture.workList.remove(candidates.candidates, for: .age, by: "retention")
        #expect(removed.removal.studies == 1)
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test func `the pictures of its images go with a study, also if the process ends before they do`() throws {
        let folders = try (1...2).map(study)
        for folder in folders {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in ["1-display", "1-preview.jpg", "x.part"] {
                try Data("x".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
            }
        }
        try removeRows()
        // The image is gone and its pictures are not: the process ended between the two.
        let listed = try fixture.workList.read { try String.fetchAll($0, sql: "SELECT path FROM removedFile") }
        #expect(listed.count == 1)
        for path in listed { try FileManager.default.removeItem(atPath: files.absolute(path)) }
        #expect(try fixture.workList.removeListedFiles() == nil)
        #expect(folders.map(isThere) == [false, true])
    }

    @Test func `a picture that cannot be removed is tried again`() throws {
        let folder = try study(1)
        // A directory is no picture and cannot be unlinked.
        try FileManager.default.createDirectory(atPath: "\(folder)/1-display", withIntermediateDirectories: true)
        try removeRows()
        #expect(try fixture.workList.removeListedFiles() != nil)
        try FileManager.default.removeItem(atPath: "\(folder)/1-display")
        #expect(try fixture.workList.removeListedFiles() == nil)
        #expect(!isThere(folder))
    }
}
