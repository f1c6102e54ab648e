import Testing
@testable import WorkListDatabase
@testable import WorkList

@testable import Intake

struct EligibilityTests {
    private func image(
        sopClass: String = "1.2.840.10008.5.1.4.1.1.1.1", modality: String? = "DX", part: String? = nil,
        region: String? = nil, view: String? = nil, description: String? = nil, uid: String = "1"
    ) -> ReceivedImage {
        ReceivedImage(
            instance: StoredInstance(
                sopClassUID: sopClass, sopInstanceUID: uid, transferSyntaxUID: "", studyInstanceUID: "",
                seriesInstanceUID: "", path: "", byteCount: 1, sha256: []),
            modality: modality, bodyPartExamined: part, anatomicRegion: region, viewPosition: view,
            protocolName: nil, seriesDescription: description, studyDescription: nil)
    }

    private func reason(_ image: ReceivedImage) -> String? { Eligibility().reasonAgainst(image) }

    @Test func `frontal chest radiographs are eligible however the header says so`() {
        #expect(reason(image(part: "CHEST", view: "PA")) == nil)
        #expect(reason(image(modality: "CR", part: "Thorax", view: "AP")) == nil)
        #expect(reason(image(region: "Chest")) == nil)
        #expect(reason(image(description: "Torax PA en bipedestación")) == nil)
        #expect(reason(image(modality: "OT", part: "CHEST")) == nil)
    }

    @Test func `each ineligible image has the reason that fits`() {
        #expect(reason(image(modality: "MR", part: "CHEST")) == "modality MR is not a radiograph")
        #expect(reason(image(modality: nil, part: "CHEST")) == "modality unknown is not a radiograph")
        #expect(reason(image(part: "HAND")) == "body part HAND is not the chest")
        #expect(reason(image(region: "Hand")) == "body part Hand is not the chest")
        #expect(reason(image()) == "nothing in the header says that this is a chest")
        #expect(reason(image(part: "CHEST", view: "LL")) == "view LL is not frontal")
        #expect(
            reason(image(sopClass: "1.2.840.10008.5.1.4.1.1.1.1.1", part: "CHEST"))
                == "image is for processing, not for presentation")
    }

    @Test func `what may be a name is not repeated in a reason`() {
        #expect(reason(image(part: "Müller, Eva\u{1B}[2J\n")) == "body part (free text) is not the chest")
        #expect(reason(image(part: "CHEST", view: "see letter of Dr Smith")) == "view (free text) is not frontal")
    }

    @Test func `a body part outweighs a description`() {
        #expect(reason(image(part: "HAND", description: "after chest injury")) == "body part HAND is not the chest")
    }

    @Test func `only frontal images make a study eligible`() {
        let frontal = image(part: "CHEST", view: "PA", uid: "1")
        let lateral = image(part: "CHEST", view: "LL", uid: "2")
        #expect(Eligibility().judge([lateral, frontal]) == .eligible(["1"]))
        #expect(Eligibility().judge([lateral]) == .ineligible(reason: "view LL is not frontal"))
        #expect(Eligibility().judge([]) == .ineligible(reason: "the study has no image"))
    }
}
