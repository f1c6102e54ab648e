import DICOMCore
import Review
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import Query

/// The draft of a study that a reviewer has rejected is stored and found no more.
struct WithdrawnDocumentsTests {
    private let workList: WorkListStore
    private let query: IndexQuery
    private let fixture: Fixture
    private let item: Int64

    init() throws {
        (fixture, item) = try Fixture.withDraftedStudy(forms: [.basicTextSR, .encapsulatedPDF])
        workList = fixture.workList
        query = IndexQuery(workList: workList)
    }

    private func found(_ level: QueryLevel, returning attribute: IndexedAttribute) throws -> [String?] {
        let page = try query.search(
            IndexSearch(level, limit: 99).returning([attribute, .studyInstanceUID]))
        let place = try #require(page.attributes.firstIndex(of: attribute))
        return page.rows.map { $0[place] }
    }

    private func retrieved(_ level: String, _ keys: [DICOMCore.Tag: String]) throws -> [String] {
        var keys = keys
        keys[.queryRetrieveLevel] = level
        let identifier = Identifier(Dictionary(uniqueKeysWithValues: keys.map { (KeyAttribute($0), $1) }))
        return try query.instances(.study, identifier).map(\.sopInstanceUID)
    }

    private func reject() throws {
        _ = try workList.sign(.reject(.patientSafety, comment: nil), of: item, by: "mary")
    }

    @Test func `a rejected draft is found at no level and counted nowhere`() throws {
        #expect(try found(.series, returning: .seriesInstanceUID) == ["1.1.1", "1.1.9", "1.1.10"])
        #expect(try found(.study, returning: .numberOfStudyRelatedInstances) == ["3"])
        try reject()
        #expect(try found(.series, returning: .seriesInstanceUID) == ["1.1.1"])
        #expect(try found(.image, returning: .sopInstanceUID) == ["1.1.1.1"])
        #expect(try found(.study, returning: .modalitiesInStudy) == ["DX"])
        #expect(try found(.study, returning: .sopClassesInStudy) == ["1.2.840.10008.5.1.4.1.1.1.1"])
        #expect(try found(.study, returning: .numberOfStudyRelatedInstances) == ["1"])
        #expect(try found(.study, returning: .numberOfStudyRelatedSeries) == ["1"])
        #expect(try found(.patient, returning: .numberOfPatientRelatedInstances) == ["1"])
        #expect(try found(.patient, returning: .numberOfPatientRelatedSeries) == ["1"])
        var search = IndexSearch(.study, limit: 9)
        search.keys[KeyAttribute(.modalitiesInStudy)] = "SR"
        #expect(try query.search(search).rows.isEmpty)
        #expect(try workList.matches(.study, [.isOneOf(.modalitiesInStudy, ["SR"])], limit: 9).isEmpty)
    }

    @Test func `a rejected draft is retrieved neither with its study nor by its own UID`() throws {
        #expect(try retrieved("STUDY", [.studyInstanceUID: "1.1"]) == ["1.1.1.1", "1.1.9.1", "1.1.10.1"])
        try reject()
        #expect(try retrieved("STUDY", [.studyInstanceUID: "1.1"]) == ["1.1.1.1"])
        #expect(try retrieved("SERIES", [.seriesInstanceUID: "1.1.9"]) == [])
        #expect(try retrieved("IMAGE", [.sopInstanceUID: "1.1.9.1"]) == [])
        #expect(try workList.storedInstance("1.1.9.1") != nil, "it is kept")
    }

    @Test func `the next draft of the study is found, also in the series of the rejected one`() throws {
        try reject()
        try workList.requeue(item, isForced: true, by: "admin")
        try fixture.draftNext()
        #expect(try found(.image, returning: .sopInstanceUID) == ["1.1.1.1", "1.1.9.2"])
        #expect(try found(.series, returning: .seriesInstanceUID) == ["1.1.1", "1.1.9"])
    }

    @Test func `an accepted draft stays`() throws {
        _ = try workList.sign(.accept, of: item, by: "mary")
        #expect(try retrieved("IMAGE", [.sopInstanceUID: "1.1.9.1"]) == ["1.1.9.1"])
    }
}

extension IndexSearch {
    fileprivate func returning(_ attributes: Set<IndexedAttribute>) -> IndexSearch {
        var search = self
        search.returned = attributes
        return search
    }
}
