package import DICOMCore
package import Foundation
package import Review
import WorkList
import WorkListDatabase

extension Fixture {
    package static let report = #"""
        {"sentences": [
            {"text": "The lungs are clear.", "section": "findings", "confidence": 0.9,
             "claims": [{"finding": "Lung Opacity", "status": "negative"}]},
            {"text": "There is a small left effusion.", "section": "findings", "confidence": 0.4,
             "claims": [{"finding": "Pleural Effusion", "status": "positive"}]},
            {"text": "Small effusion.", "section": "impression", "confidence": 0.5,
             "claims": [{"finding": "Pleural Effusion", "status": "positive"}]}],
         "notices": [{"kind": "lowConfidence", "sentence": 1, "probability": 0.4}], "abstained": false}
        """#
    package static let abstainedReport = #"""
        {"sentences": [{"text": "Nonsense.", "section": "findings", "confidence": 0.1, "claims": []}],
         "notices": [], "abstained": true, "abstention": "the picture looks like no chest radiograph"}
        """#
    /// What is signed where nothing is changed.
    package static let unchanged = SignedText(
        findings: ["The lungs are clear. There is a small left effusion."], impression: ["Small effusion."])
    package static let edited = SignedText(
        findings: ["The lungs are clear. There is a large left effusion. The heart is enlarged."], impression: [])

    /// A work list with the users of `addUsers` and one study with a draft; also returns the id of its work item.
    package static func withDraftedStudy(forms: [ReportForm] = [.basicTextSR]) throws -> (Fixture, Int64) {
        let fixture = try Fixture()
        try fixture.addUsers()
        return (fixture, try fixture.draftStudy(forms: forms))
    }

    /// Two who may sign and one who may not.
    package func addUsers() throws {
        for (login, name) in [("mary", "Doe^Mary"), ("paul", "Roe^Paul")] {
            try workList.add(
                User(login: login, name: name, organization: "Hospital", role: .reviewer), by: "root")
        }
        try workList.add(
            User(login: "admin", name: "Poe^Ann", organization: "Hospital", role: .administrator), by: "root")
    }

    /// Brings a study from its images to a draft; returns the work item's id.
    @discardableResult package func draftStudy(
        _ study: Int = 1, report: String = Fixture.report, forms: [ReportForm] = [.basicTextSR], at now: Date = .now
    ) throws -> Int64 {
        try queue(study: study)
        return try draftNext(report: report, forms: forms, at: now)
    }

    /// Settles what is collected and drafts it.
    @discardableResult package func draftNext(
        report: String = Fixture.report, forms: [ReportForm] = [.basicTextSR], at now: Date = .now
    ) throws -> Int64 {
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(
                settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
        guard let claim = try workList.claim(by: 1) else { fatalError("nothing is queued") }
        try workList.store(draft(of: claim, forms: forms, report: report), for: claim, at: now)
        return claim.workItem.id
    }

    /// A signed report of a workstation, of study `1.s`.
    package static func signedReport(study: Int = 1, number: Int = 1) -> InstanceHeader {
        var header = InstanceHeader(
            sopClassUID: SOPClass.enhancedSR.description, sopInstanceUID: "1.\(study).77.\(number)",
            studyInstanceUID: "1.\(study)", seriesInstanceUID: "1.\(study).77",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "SR"
        header.completionFlag = "COMPLETE"
        header.verificationFlag = "VERIFIED"
        return header
    }

    /// What a workstation signs, by default as Paul.
    package static func statement(
        _ text: SignedText = Fixture.unchanged, of document: String = "1.1.9.1",
        by observer: VerifyingObserver = VerifyingObserver(name: "ROE^Paul", organization: "Elsewhere")
    ) -> SignedStatement {
        SignedStatement(predecessor: document, text: text, observers: [observer])
    }

    /// What was refused; nil where nothing was.
    package func refusal(_ body: () throws -> Void) throws -> ReviewError? {
        do {
            try body()
            return nil
        } catch let refusal as ReviewError {
            return refusal
        }
    }
}
