import DICOMCore
import Dispatch
import Foundation
import GRDB
import Platform
import Query
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

/// What one query may cost, counted in steps of SQLite and not in time.
@Suite(.timeLimit(.minutes(10)))
struct QueryCostTests {
    private let fixture: Fixture
    private static let counting: [KeyAttribute: String] = [
        KeyAttribute(.queryRetrieveLevel): "STUDY", KeyAttribute(.patientID): "P1",
        KeyAttribute(.numberOfPatientRelatedStudies): "", KeyAttribute(.numberOfPatientRelatedInstances): "",
        KeyAttribute(.numberOfStudyRelatedInstances): "",
    ]

    /// A patient with 2,000 studies of one image.
    init() throws {
        fixture = try Fixture()
        try fixture.admit()
        try fixture.workList.write { db in
            try db.execute(
                sql: """
                    CREATE TEMPORARY TABLE number AS WITH RECURSIVE counted (n) AS
                        (SELECT 2 UNION ALL SELECT n + 1 FROM counted WHERE n < 2000) SELECT n FROM counted;
                    INSERT INTO study (id, studyInstanceUID, patientID) SELECT n, '1.' || n, 'P1' FROM number;
                    INSERT INTO series (id, studyRow, seriesInstanceUID) SELECT n, n, '1.' || n || '.1' FROM number;
                    INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount,
                        sha256, origin, storedAt)
                    SELECT n, '1.' || n || '.1.1', '1.2', '1.2', n, 1, zeroblob(32), 'received', 1 FROM number;
                    """)
        }
    }

    private func limits(steps: Int = .max, time: Duration = .seconds(600), patience: Duration = .seconds(600))
        -> ReadBudget.Limits
    {
        var limits = ReadBudget.Limits()
        (limits.steps, limits.time, limits.patience) = (steps, time, patience)
        return limits
    }

    private func answers(_ limits: ReadBudget.Limits, _ keys: [KeyAttribute: String]) throws -> [[String]] {
        let query = IndexQuery(workList: fixture.workList, limits: limits)
        var matches = try query.find(.study, Identifier(keys))
        var answers: [[String]] = []
        while let answer = try matches.next() { answers.append(answer.map(\.value)) }
        return answers
    }

    /// Counted for each match, it would take 1,000 times 2,000 rows.
    @Test func `what belongs to a patient is counted once for all of the matches`() throws {
        let found = try answers(limits(steps: 1_000_000), Self.counting)
        #expect(found.count == 1000)
        // In the order of the tags: Patient ID, studies and instances of the patient, instances of the study.
        #expect(Set(found) == [["P1", "2000", "2000", "1"]])
    }

    @Test func `what belongs to a series is counted once for all of its images`() throws {
        try fixture.fill(upTo: 5000)
        let keys = [
            KeyAttribute(.queryRetrieveLevel): "IMAGE", KeyAttribute(.studyInstanceUID): "1.1",
            KeyAttribute(.numberOfStudyRelatedInstances): "", KeyAttribute(.numberOfSeriesRelatedInstances): "",
        ]
        let found = try answers(limits(steps: 1_000_000), keys)
        #expect(found.count == 1000 && Set(found) == [["1.1", "5000", "5000"]])
    }

    @Test func `a query that costs more than it may is ended, and the reader serves the next one`() throws {
        #expect(throws: ReadBudget.Exceeded.steps(10_000)) { try answers(limits(steps: 10_000), Self.counting) }
        #expect(throws: ReadBudget.Exceeded.time(.zero)) { try answers(limits(time: .zero), Self.counting) }
        for _ in 1...9 { #expect(try answers(limits(), Self.counting).count == 1000) }
    }

    @Test func `queries leave readers to storing, and one more than may read is told that the node is busy`() throws {
        let workList = fixture.workList
        let (begun, end, ended) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        for number in 1...WorkListStore.queryReaders {
            try OwnedThread.start(name: "query \(number)") {
                try? workList.read(within: ReadBudget()) { _ in
                    begun.signal()
                    end.wait()
                }
                ended.signal()
            }
        }
        for _ in 1...WorkListStore.queryReaders { begun.wait() }
        // A store reads before it writes.
        #expect(try workList.standing(of: "1.9.1.2", sha256: [1]) == .new)
        // Study 1.9 is there without an image of this UID.
        try fixture.admit(study: 9, instance: 2)
        let busy = #expect(throws: WorkListError.self) { try answers(limits(patience: .zero), Self.counting) }
        guard case .database(_, isBusy: true, _) = busy else {
            Issue.record("\(String(describing: busy))")
            return
        }
        for _ in 1...WorkListStore.queryReaders { end.signal() }
        for _ in 1...WorkListStore.queryReaders { ended.wait() }
        #expect(try answers(limits(patience: .zero), Self.counting).count == 1000)
    }
}
