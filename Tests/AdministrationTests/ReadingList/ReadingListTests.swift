import DICOMCore
import Foundation
import GRDB
import Review
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct ReadingListTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        fixture = try Fixture()
        try fixture.addUsers()
    }

    /// A study whose header has these attributes, drafted.
    @discardableResult private func draft(
        _ study: Int, report: String = Fixture.report, from title: AETitle = Fixture.calling, at now: Date? = nil,
        _ change: (inout InstanceHeader) -> Void = { _ in }
    ) throws -> Int64 {
        var header = Fixture.header(study: study)
        change(&header)
        _ = try workList.admit(
            header, path: "instances/\(header.sopInstanceUID).dcm", contents: Fixture.contents(), callingAETitle: title,
            settleAt: .now, at: now ?? self.now)
        return try fixture.draftNext(report: report, at: now ?? self.now)
    }

    private func list(
        _ part: ReadingListFilter.Part = .waiting, offset: Int = 0, limit: Int = 100,
        _ set: (inout ReadingListFilter) -> Void = { _ in }
    ) throws -> [String] {
        var filter = ReadingListFilter()
        filter.part = part
        set(&filter)
        let page = try workList.readingList(filter, offset: offset, limit: limit)
        if offset == 0, limit >= page.total { #expect(page.total == page.studies.count) }
        return page.studies.map(\.study)
    }

    @Test func `waiting studies are listed urgent first, then oldest, including open ones`() throws {
        let items = try (1...4).map { try draft($0) }
        try workList.setPriority(5, of: items[2], by: "admin", at: now)
        _ = try workList.openReview(of: items[1], by: "mary", for: 30, at: now)
        #expect(try list() == ["1.3", "1.1", "1.2", "1.4"])
        #expect(try list(.open) == ["1.2"])
        #expect(try list(.all) == ["1.4", "1.3", "1.2", "1.1"])
    }

    @Test func `pages wait with the queries of peers and leave readers for the loops`() throws {
        try draft(1)
        var limits = ReadBudget.Limits()
        limits.patience = .milliseconds(1)
        for _ in 0..<WorkListStore.queryReaders { workList.queries.wait() }
        #expect(throws: WorkListError.self) { try workList.readingList(ReadingListFilter(), within: limits) }
        #expect(try workList.statistics().studies.contains { $0.count == 1 })
        for _ in 0..<WorkListStore.queryReaders { workList.queries.signal() }
        #expect(try workList.readingList(ReadingListFilter(), within: limits).total == 1)
    }

    @Test func `finished studies are listed latest first, and each part has its own states`() throws {
        let items = try (1...4).map { try draft($0) }
        for (index, item) in items.prefix(3).enumerated() {
            let decision: ReviewDecision = index == 2 ? .reject(.quality, comment: nil) : .accept
            _ = try workList.sign(decision, of: item, by: "mary", at: now + Double(index))
        }
        try fixture.admit(study: 5, settleAt: now + 1000, at: now)
        #expect(try list(.signed) == ["1.2", "1.1"] && list(.rejected) == ["1.3"])
        #expect(try list() == ["1.4"] && list(.pending) == ["1.5"])
        #expect(try list(.failed) == [] && list(.ineligible) == [])
        let counts = try workList.readingListCounts(since: now)
        #expect(
            counts == ReadingListCounts(waiting: 1, open: 0, signedToday: 2, failed: 0, pending: 1))
        #expect(try workList.readingListCounts(since: now + 1).signedToday == 1)
    }

    @Test func `an entry has patient, findings of the draft, holder and signer`() throws {
        let first = try draft(1, report: Fixture.doubtfulReport) {
            $0.patientBirthDate = "19600302"
            $0.patientSex = "F"
            $0.studyDate = "20260301"
            $0.accessionNumber = "A1"
        }
        _ = try workList.openReview(of: first, by: "mary", for: 30, at: now)
        var entry = try #require(try workList.readingList(ReadingListFilter()).studies.first)
        #expect(entry.patient == .init(id: "P1", name: "DOE^JANE", birthDate: "19600302", sex: "F", age: "65 years"))
        #expect(entry.studyDate == "20260301" && entry.accession == "A1" && entry.sender == "MODALITY1")
        #expect(entry.findings.map(\.label) == ["Pleural_Effusion", "Pneumothorax", "Cardiomegaly"])
        #expect(entry.findings.map(\.degree) == ["present", "present", "possible"])
        #expect(entry.heldBy == .init(login: "mary", name: "Doe^Mary", until: now + 1800))
        #expect(entry.images == 1 && entry.draftedAt == now && !entry.abstained && entry.verdict == nil)
        _ = try workList.sign(.edit(Fixture.edited), of: first, by: "mary", at: now + 60)
        var filter = ReadingListFilter()
        filter.part = .signed
        entry = try #require(try workList.readingList(filter).studies.first)
        #expect(entry.verdict == .edited && entry.signedBy == "Doe^Mary" && entry.signedAt == now + 60)
        #expect(entry.heldBy == nil)
    }

    @Test func `a draft that is withheld shows no findings, and is not found by them`() throws {
        let item = try draft(1, report: Fixture.doubtfulReport)
        try draft(2, report: Fixture.abstainedReport)
        let mary = DraftReader(login: "mary", blind: BlindReading(percent: 100))
        var filter = ReadingListFilter()
        filter.finding = "Pneumothorax"
        func isFound(by reader: DraftReader?) throws -> Bool {
            let few = try workList.readingList(filter, for: reader)
            let walked = try workList.read { db in
                var selection = ReadingListSelection(filter: filter, offset: 0, limit: 10, reader: reader)
                selection.fewest = -1
                return try selection.rows(in: db)
            }
            #expect(few.total == walked.total && few.total == few.studies.count)
            return few.total == 1
        }
        func entries() throws -> [ReadingListEntry] {
            try workList.readingList(ReadingListFilter(), for: mary).studies
        }
        #expect(try isFound(by: nil) && isFound(by: DraftReader(login: "mary", blind: .none)) && !isFound(by: mary))
        #expect(try entries().map(\.isWithheld) == [true, false] && entries()[0].findings.isEmpty)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        _ = try workList.recordFirstImpression(.normal, text: "", revision: 1, of: item, by: mary, at: now)
        #expect(try isFound(by: mary) && !isFound(by: DraftReader(login: "paul", blind: mary.blind)))
        #expect(try !entries()[0].isWithheld && entries()[0].findings.count == 3)
    }

    @Test func `filters narrow the list one by one and together`() throws {
        let other = try #require(AETitle("MODALITY2"))
        for study in 1...6 {
            let item = try draft(
                study, report: study.isMultiple(of: 2) ? Fixture.doubtfulReport : Fixture.report,
                from: study > 4 ? other : Fixture.calling
            ) {
                $0.studyDate = "2026030\(study)"
                $0.accessionNumber = "ACC\(study)"
                $0.patientName = study == 3 ? "Müller^Anna=王^小" : "DOE^JANE"
            }
            if study > 3 { _ = try workList.openReview(of: item, by: study == 6 ? "paul" : "mary", for: 30, at: now) }
        }
        #expect(try list { $0.finding = "pleural_effusion" } == ["1.2", "1.4", "1.6"])
        #expect(try list { $0.sender = "MODALITY2" } == ["1.5", "1.6"])
        #expect(try list { $0.holder = "mary" } == ["1.4", "1.5"])
        #expect(try list { ($0.from, $0.to) = ("20260302", "20260304") } == ["1.2", "1.3", "1.4"])
        #expect(try list { $0.from = "20260305" } == ["1.5", "1.6"])
        for search in ["müller", "Müller Anna", "müller,an", "王", "P3", "ACC3", "1.3"] {
            #expect(try list { $0.search = search } == ["1.3"], "\(search)")
        }
        #expect(try list { $0.search = "anna" } == [])
        #expect(try list { $0.search = "' OR 1 --" } == [])
        #expect(
            try list {
                ($0.from, $0.finding, $0.holder, $0.sender, $0.search) =
                    ("20260305", "Pneumothorax", "paul", "MODALITY2", "doe")
            } == ["1.6"])
        #expect(try list(.signed) { $0.finding = "Pneumothorax" } == [])
        #expect(try list(.all) { $0.sender = "MODALITY2" } == ["1.6", "1.5"])
    }

    @Test func `pages follow each other without a gap, and a page beyond the end still has the total`() throws {
        for study in 1...25 { try draft(study) }
        let pages = try stride(from: 0, to: 30, by: 10).map { try list(offset: $0, limit: 10) }
        #expect(pages.map(\.count) == [10, 10, 5])
        #expect(pages.joined().map { $0 } == (1...25).map { "1.\($0)" })
        var filter = ReadingListFilter()
        filter.finding = "Edema"
        #expect(try workList.readingList(filter, offset: 10).total == 0)
        filter.finding = nil
        filter.sender = "MODALITY1"
        #expect(try workList.readingList(filter, offset: 40, limit: 10).total == 25)
        #expect(try workList.readingList(filter, offset: 0, limit: 10).total == 25)
    }

    @Test func `a filter selects the same studies by its own index and by the index of the list`() throws {
        for study in 1...20 {
            try draft(study, report: study.isMultiple(of: 3) ? Fixture.doubtfulReport : Fixture.report) {
                $0.studyDate = "202603\(study + 10)"
            }
        }
        let filters: [(inout ReadingListFilter) -> Void] = [
            { $0.finding = "Pneumothorax" }, { ($0.from, $0.to) = ("20260312", "20260325") },
            { $0.sender = "MODALITY1" },
        ]
        for set in filters {
            var filter = ReadingListFilter()
            set(&filter)
            let few = try workList.readingList(filter).studies.map(\.study)
            let walked = try workList.read { db in
                let selection = ReadingListSelection(filter: filter, offset: 0, limit: 100, fewest: 1)
                return try ReadingListEntry.fetch(selection.rows(in: db).ids, for: nil, in: db).map(\.study)
            }
            #expect(walked == few)
            let total = try workList.read { db in
                try ReadingListSelection(filter: filter, offset: 2, limit: 2, fewest: 1).rows(in: db).total
            }
            #expect(total == few.count)
        }
    }

    @Test func `the token changes with what the list shows`() throws {
        let item = try draft(1)
        var tokens = [try workList.readingListChange().token]
        func note() throws { tokens.append(try workList.readingListChange().token) }
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try note()
        try workList.releaseReview(of: item, by: "mary", at: now)
        try note()
        try workList.setPriority(3, of: item, by: "admin", at: now)
        try note()
        try fixture.admit(study: 2, settleAt: now, at: now)
        try note()
        #expect(Set(tokens).count == tokens.count)
        try note()
        #expect(tokens.suffix(2).first == tokens.last)
    }
}
