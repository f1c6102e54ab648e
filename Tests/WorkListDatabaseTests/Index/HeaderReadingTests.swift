import DICOMCore
import Foundation
import GRDB
import Platform
import Query
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

/// Headers of stored objects are read again after the rules for reading text have changed.
struct HeaderReadingTests {
    private let fixture: Fixture
    private static let letters: [UInt8] = [0xE4, 0xF6, 0xFC]

    init() throws {
        fixture = try Fixture()
        for (index, letter) in Self.letters.enumerated() { try admit(study: index + 1, letter) }
    }

    /// Stores a file whose name has one byte from 80H, with a row as the version before this one wrote it.
    private func admit(study: Int, _ letter: UInt8, isFileWritten: Bool = true) throws {
        var header = Fixture.header(study: study)
        header.patientName = "M\u{FFFD}ller"
        header.patientID = "P\u{FFFD}"
        header.modality = "dx"
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.sopClassUID, .uniqueIdentifier, header.sopClassUID)
        writer.append(.sopInstanceUID, .uniqueIdentifier, header.sopInstanceUID)
        writer.append(.studyDate, .date, "2026.11.02")
        writer.append(.modality, .codeString, "dx")
        writer.append(.patientName, .personName, bytes: [0x4D, letter] + Array("ller".utf8))
        writer.append(.patientID, .longString, bytes: [0x50, letter])
        writer.append(.studyInstanceUID, .uniqueIdentifier, header.studyInstanceUID)
        writer.append(.seriesInstanceUID, .uniqueIdentifier, header.seriesInstanceUID)
        let (sopClass, instance) = (try #require(UID(header.sopClassUID)), try #require(UID(header.sopInstanceUID)))
        let meta = FileMetaInformation(
            sopClassUID: sopClass, sopInstanceUID: instance, transferSyntax: .explicitVRLittleEndian)
        let path = try fixture.workList.files.newInstancePath()
        if isFileWritten {
            try Data(meta.encoded + writer.bytes).write(to: URL(filePath: fixture.workList.files.absolute(path)))
        }
        _ = try fixture.workList.admit(
            header, path: path, contents: Fixture.contents(UInt8(study)), callingAETitle: Fixture.calling,
            settleAt: .now)
    }

    private func found(_ name: String) throws -> [Int64] {
        try fixture.workList.matches(.study, [.isLike(.patientName, pattern: name)], limit: 9)
    }

    private func hashes() throws -> [String] {
        try fixture.workList.read { try String.fetchAll($0, sql: "SELECT patientHash FROM study ORDER BY id") }
    }

    @Test func `patients whose names and ids were destroyed are told apart again`() throws {
        #expect(try found("M\u{FFFD}ller").count == 3)
        #expect(Set(try hashes()).count == 1)
        try fixture.workList.beginHeaderReading(by: "new")
        while let unread = try fixture.workList.readHeaders(limit: 2) { #expect(unread.isEmpty) }
        #expect(try found("Mäller") == [1])
        #expect(try found("möller") == [2])
        #expect(try found("MÜLLER") == [3])
        #expect(try found("M\u{FFFD}ller").isEmpty)
        #expect(Set(try hashes()).count == 3)
        #expect(try fixture.workList.matches(.study, [.isOneOf(.studyDate, ["20261102"])], limit: 9).count == 3)
        #expect(try fixture.workList.matches(.study, [.isOneOf(.modalitiesInStudy, ["DX"])], limit: 9).count == 3)
    }

    @Test func `a row that the work list refuses holds up no other, and is counted`() throws {
        let workList = fixture.workList
        try workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refused BEFORE UPDATE ON study WHEN OLD.id = 2
                    BEGIN SELECT RAISE(ABORT, 'refused for the test'); END
                    """)
        }
        try workList.beginHeaderReading(by: "new")
        var unread: [WorkListStore.UnreadHeader] = []
        while let more = try workList.readHeaders(limit: 2) { unread += more }
        #expect(unread.map(\.sopInstanceUID) == ["1.2.1.1"])
        #expect(unread.first?.reason.contains("refused for the test") == true)
        #expect(try found("Mäller") == [1] && found("MÜLLER") == [3] && found("möller").isEmpty)
        #expect(try workList.unreadableHeaders() == 1)
    }

    @Test func `an interrupted reading goes on where it was, and its progress is known`() throws {
        let workList = fixture.workList
        #expect(try workList.headerReading() == nil)
        try workList.beginHeaderReading(by: "new")
        #expect(try workList.headerReading() == HeaderReading(done: 0, total: 3, unreadable: 0))
        _ = try workList.readHeaders(limit: 1)
        // The next daemon has the same rules.
        let next = try WorkListStore(stateDirectory: fixture.directory)
        try next.beginHeaderReading(by: "new")
        #expect(try next.headerReading() == HeaderReading(done: 1, total: 3, unreadable: 0))
        #expect(try found("M\u{FFFD}ller") == [2, 1], "the newest is read first")
        // What arrives meanwhile is read by the new rules when it is stored.
        try admit(study: 4, 0xE9)
        while try next.readHeaders(limit: 1) != nil {}
        #expect(try next.headerReading() == nil)
        #expect(try found("M\u{FFFD}ller") == [4])
        // Other rules: everything is read once more.
        try next.beginHeaderReading(by: "newer")
        #expect(try next.headerReading() == HeaderReading(done: 0, total: 4, unreadable: 0))
    }

    @Test func `an object whose file is gone, or another's, is counted and keeps its attributes`() throws {
        let workList = fixture.workList
        try admit(study: 4, 0xE9, isFileWritten: false)
        let paths = try workList.read { try String.fetchAll($0, sql: "SELECT path FROM instance ORDER BY id") }
        let files = paths.map { URL(filePath: workList.files.absolute($0)) }
        try Data(contentsOf: files[1]).write(to: files[0])
        try workList.beginHeaderReading(by: "new")
        let unread = try #require(try workList.readHeaders(limit: 9))
        #expect(unread.map(\.sopInstanceUID) == ["1.4.1.1", "1.1.1.1"])
        #expect(unread[1].reason == "the file is another object's")
        #expect(try found("M\u{FFFD}ller") == [4, 1])
        #expect(try workList.unreadableHeaders() == 2)
    }

    @Test func `only the first image of a study and of a series gives their attributes`() throws {
        let workList = fixture.workList
        var second = Fixture.header(study: 1, instance: 2)
        second.patientName = "OTHER"
        try fixture.admit(second)
        let changed = try workList.write { db in try second.restore(instanceRow: 4, in: db) }
        #expect(!changed)
        second.viewPosition = "PA"
        #expect(try workList.write { db in try second.restore(instanceRow: 4, in: db) })
        #expect(try found("OTHER").isEmpty)
    }

    @Test func `a work list of an earlier version has everything still to be read`() throws {
        let directory = try StateDirectory(schema: 14)
        let workList = try WorkListStore(stateDirectory: directory.path)
        // The columns of migration "views" are filled by reading the headers again; the text was read well before.
        let columns = """
            SELECT study.*, series.*, instance.viewPosition, instance.protocolName, instance.bodyPartExamined,
                instance.verifyingObserverName
            FROM study JOIN series JOIN instance ORDER BY instance.id
            """
        let before = try workList.read { try Row.fetchAll($0, sql: columns) }
        #expect(try orientations(workList).compactMap(\.self).isEmpty)
        try workList.beginHeaderReading(by: UndeclaredText.withoutDefault.name)
        #expect(try #require(try workList.headerReading()).done == 0)
        while let unread = try workList.readHeaders(limit: 2) { #expect(unread.isEmpty, "\(unread)") }
        let after = try workList.read { try Row.fetchAll($0, sql: columns) }
        #expect(before == after)
        #expect(try !orientations(workList).compactMap(\.self).isEmpty)
    }

    private func orientations(_ workList: WorkListStore) throws -> [String?] {
        try workList.read { try String?.fetchAll($0, sql: "SELECT imageType FROM instance") }
    }

    @Test func `a file that cannot be read now holds up no other, and is tried again later`() throws {
        let workList = fixture.workList
        let path = try workList.read { try String.fetchOne($0, sql: "SELECT path FROM instance WHERE id = 2") ?? "" }
        let (file, away) = (workList.files.absolute(path), workList.files.absolute("away"))
        try FileManager.default.moveItem(atPath: file, toPath: away)
        // A socket cannot be opened (ENXIO): the file is there and cannot be read, as on a failing disk.
        #expect(mknod(file, S_IFSOCK | 0o600, 0) == 0)
        try workList.beginHeaderReading(by: "new")
        let unread = try #require(try workList.readHeaders(limit: 9))
        #expect(unread.map(\.sopInstanceUID) == ["1.2.1.1"] && unread.allSatisfy(\.isTemporary), "\(unread)")
        #expect(try found("M\u{FFFD}ller") == [2])
        #expect(try workList.readHeaders(limit: 9) == nil, "not before its time")
        #expect(try workList.waitingHeaders() == 1 && workList.unreadableHeaders() == 0)
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: away, toPath: file)
        let later = Date.now + WorkListStore.headerPause + 1
        #expect(try workList.readHeaders(limit: 9, at: later)?.isEmpty == true)
        #expect(try found("M\u{FFFD}ller").isEmpty && workList.waitingHeaders() == 0)
        #expect(try workList.readHeaders(limit: 9, at: later) == nil)
    }
}
