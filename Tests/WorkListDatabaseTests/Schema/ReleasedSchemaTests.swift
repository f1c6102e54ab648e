import Administration
import Crypto
import DICOMCore
import Delivery
import Foundation
import GRDB
import Query
import Review
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

/// Today's code opens the state directory that each released schema left.
struct ReleasedSchemaTests {
    struct Release: Sendable {
        let schema: Int
        let states: [WorkItemState: Int]
        var deliveries: [OutboxState: Int] = [:]
        /// Accepted studies.
        var reviews = 0
        var documents: Int
    }

    static let releases = [
        Release(schema: 1, states: [.drafted: 2, .ineligible: 1], documents: 1),
        Release(
            schema: 6, states: [.drafted: 2, .ineligible: 1], deliveries: [.delivered: 4, .deferred: 2], documents: 2),
        Release(
            schema: 12, states: [.accepted: 1, .inReview: 1, .ineligible: 1],
            deliveries: [.delivered: 6, .deferred: 3], reviews: 1, documents: 2),
        Release(
            schema: 14, states: [.accepted: 1, .inReview: 1, .ineligible: 1],
            deliveries: [.delivered: 6, .deferred: 3], reviews: 1, documents: 2),
    ]

    @Test(arguments: releases) func `a released state directory opens with everything in it`(_ release: Release) throws
    {
        let directory = try StateDirectory(schema: release.schema)
        let workList = try WorkListStore(stateDirectory: directory.path)
        try workList.read { db in
            let applied = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
            #expect(applied == Schema.migrations.map(\.name))
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
            #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
        }
        #expect(try workList.countsByState() == release.states)
        let entries = try workList.entries(limit: 9)
        #expect(entries.count == 3)
        for entry in entries {
            #expect(entry.callingAETitle == "MODALITY1" && entry.images == 1 && entry.patientHash?.count == 12)
            let drafts = try workList.study(ofItem: entry.id).drafts
            #expect(drafts.count == (entry.state == .ineligible ? 0 : 1))
            #expect(drafts.allSatisfy { $0.documents.count == release.documents })
        }
        var deliveries: [OutboxState: Int] = [:]
        for row in try workList.outboxListing(states: Set(OutboxState.allCases), limit: 99) {
            deliveries[row.state, default: 0] += 1
        }
        #expect(deliveries == release.deliveries)
        #expect(try workList.latestReviews(limit: 9).map(\.verdict) == (release.reviews == 1 ? [.accepted] : []))
        let waiting = (release.states[.drafted] ?? 0) + (release.states[.inReview] ?? 0)
        #expect(try workList.waitingReviews(limit: 9).count == waiting)
        try workList.eachListedFile { file in
            let bytes = try Data(contentsOf: URL(filePath: workList.files.absolute(file.path)))
            #expect(Array(SHA256.hash(data: bytes)) == file.sha256, "\(file.path)")
            return true
        }
    }

    @Test(arguments: releases) func `work goes on in a released state directory`(_ release: Release) throws {
        let directory = try StateDirectory(schema: release.schema)
        let workList = try WorkListStore(stateDirectory: directory.path)
        let old = try workList.matches(.study, [.isLike(.patientName, pattern: "müller*")], limit: 9)
        #expect(try workList.matches(.study, [.isLike(.patientName, pattern: "山田*")], limit: 9) == old)
        #expect(old.count == 1)

        var header = Fixture.header(study: 7)
        header.patientID = "STATE-2"
        // The first release did not keep the issuer.
        header.issuerOfPatientID = release.schema == 1 ? nil : "THORAXD-SAMPLES"
        _ = try workList.admit(
            header, path: "instances/new.dcm", contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: .now)
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
        #expect(try workList.claim(by: 1)?.studyInstanceUID == "1.7")
        let hashes = try ["2.25.8002", "1.7"].map {
            try workList.entry(ofItem: workList.workItem(named: $0)).patientHash
        }
        #expect(hashes[0] == hashes[1], "studies of one patient, before and after the migration")
    }

    @Test(arguments: releases) func `a program that may not migrate leaves an old work list as it is`(
        _ release: Release
    ) throws {
        let directory = try StateDirectory(schema: release.schema)
        let before = try directory.contents()
        for purpose in [WorkListStore.Purpose.asking, .changing] {
            let error = #expect(throws: WorkListError.self) {
                try WorkListStore(stateDirectory: directory.path, for: purpose)
            }
            guard case .otherSchema(_, isNewer: false, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(try directory.contents() == before)
        #expect(directory.copies.isEmpty)
    }
}
