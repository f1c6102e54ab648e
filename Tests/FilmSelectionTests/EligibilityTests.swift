import DICOMCore
import Testing

@testable import FilmSelection

struct EligibilityTests {
    @Test func `frontal chest radiographs are eligible however the header says so`() {
        #expect(reason(image(view: "PA")) == nil)
        #expect(reason(image(modality: "CR", part: "Thorax", view: "AP")) == nil)
        #expect(reason(image(part: nil, region: CodedConcept(value: "", scheme: "", meaning: "Chest"))) == nil)
        #expect(reason(image(part: nil, series: "Torax PA en bipedestación")) == nil)
        #expect(reason(image(modality: "OT")) == nil)
    }

    @Test func `each ineligible image has the reason that fits`() {
        #expect(reason(image(modality: "MR")) == "Modality (0008,0060) is MR, not a radiograph")
        #expect(
            reason(image(sopClass: "1.2.840.10008.5.1.4.1.1.7", modality: nil))
                == "Modality (0008,0060) is absent, and SOP class 1.2.840.10008.5.1.4.1.1.7 is not that of a radiograph"
        )
        #expect(reason(image(part: "HAND")) == "Body Part Examined (0018,0015) is HAND, not the chest")
        #expect(
            reason(image(part: nil, region: CodedConcept(value: "85562004", scheme: "SCT", meaning: "Hand")))
                == "Anatomic Region Sequence (0008,2218) is 85562004 SCT, not the chest")
        #expect(reason(image(part: nil))?.hasPrefix("nothing in the header says that this is a chest") == true)
        #expect(
            reason(image(view: "LL")) == "View Position (0018,5101) is LL, a lateral view and not a frontal one")
        #expect(reason(image(view: "MLO")) == "View Position (0018,5101) is MLO, which is not a known view")
        #expect(
            reason(image(series: "Müller lateral"))
                == "Series Description (0008,103E) says \"lateral\", a lateral view and not a frontal one")
        #expect(
            reason(image(sopClass: "1.2.840.10008.5.1.4.1.1.1.1.1"))
                == "the image is for processing, not for presentation: SOP class 1.2.840.10008.5.1.4.1.1.1.1.1")
    }

    @Test(arguments: [
        ("胸椎", "胸椎"), ("Таз", "таз"), ("ΠΛΕΥΡΑ", "πλευρα"), ("กระดูกสันหลัง", "กระดูกสันหลัง"),
        ("王小明 胸椎", "(free text with \"胸椎\")"), ("RÜCKEN", "(free text)"), ("कंधा", "(free text)"), ("王小明", "(free text)"),
        ("やまだ たろう", "(free text)"), ("Müller Eva", "(free text)"),
    ])
    func `of a value outside ASCII a reason shows only a word of our tables`(part: String, shown: String) {
        #expect(reason(image(part: part)) == "Body Part Examined (0018,0015) is \(shown), not the chest")
    }

    @Test(arguments: [
        ("侧位", "侧位, a lateral view and not a frontal one"),
        ("王小明侧位", "(free text with \"侧位\"), a lateral view and not a frontal one"),
        ("Смирнова боковая", "(free text with \"боков\"), a lateral view and not a frontal one"),
        ("王小明正侧位", "(free text), a lateral view and not a frontal one"),
        ("王小明", "(free text), which is not a known view"), ("ヤマダタロウ", "(free text), which is not a known view"),
    ])
    func `of a view outside ASCII a reason shows only a word of our tables`(view: String, shown: String) {
        #expect(reason(image(view: view)) == "View Position (0018,5101) is \(shown)")
    }

    @Test func `what may be a name is not repeated in a reason`() {
        let part = reason(image(part: "Müller, Eva\u{1B}[2J\n"))
        #expect(part == "Body Part Examined (0018,0015) is (free text), not the chest")
        let view = reason(image(view: "see letter of Dr Smith"))
        #expect(view == "View Position (0018,5101) is (free text), which is not a known view")
        // A mark that turns the direction of what follows in the log.
        let turned = reason(image(part: "HAND\u{202E}"))
        #expect(turned == "Body Part Examined (0018,0015) is hand, not the chest")
        let code = CodedConcept(value: "Müller, Eva Maria", scheme: "SCT", meaning: "Müller lateral")
        #expect(reason(image(code: code))?.contains("Müller") == false)
    }

    @Test func `a body part outweighs a description that names the chest`() {
        #expect(reason(image(part: "HAND", series: "after chest injury"))?.contains("HAND") == true)
    }

    @Test func `a film of the chest may mention another part, and a film of another part is refused`() {
        #expect(reason(image(series: "Chest PA, rib fracture?")) == nil)
        #expect(reason(image(series: "ABDOMEN AP"))?.contains("(0008,103E) says \"abdom\"") == true)
        #expect(reason(image(series: "Thoracic spine AP"))?.contains("\"spine\"") == true)
        #expect(reason(image(part: nil, series: "Ribs AP", study: "Chest"))?.contains("\"ribs\"") == true)
        #expect(reason(image(part: nil, study: "Ribs with chest PA"))?.contains("\"ribs\"") == true)
        #expect(reason(image(part: nil, series: "Chest PA", study: "Ribs with chest PA")) == nil)
    }

    @Test func `only frontal images make a study eligible`() {
        let frontal = image(view: "PA", uid: "1")
        let lateral = image(view: "LL", uid: "2")
        #expect(Eligibility().judge([lateral, frontal]) == .eligible(["1"]))
        guard case .ineligible(let reason) = Eligibility().judge([lateral]) else {
            Issue.record("a lateral film is eligible")
            return
        }
        #expect(reason.contains("is LL"))
        #expect(Eligibility().judge([]) == .ineligible(reason: "the study has no image"))
    }

    @Test func `of a dual-energy study the film as it was taken is read`() {
        let taken = image(view: "PA", type: "ORIGINAL\\PRIMARY", uid: "1")
        let tissue = image(view: "PA", type: "DERIVED\\PRIMARY\\\\SOFT TISSUE", uid: "2")
        let bone = image(view: "PA", type: "DERIVED\\PRIMARY\\\\BONE", uid: "3")
        #expect(Eligibility().judge([bone, tissue, taken]) == .eligible(["1"]))
        #expect(Eligibility().judge([bone, tissue]) == .eligible(["2"]))
        #expect(reason(bone) == "Image Type (0008,0008) is BONE: the bone image of a dual-energy pair")
        #expect(reason(image(series: "Chest PA DES Bone"))?.contains("dual-energy") == true)
        #expect(reason(image(series: "Chest PA, bone metastases")) == nil)
    }

    @Test func `a hospital may read one of AP and PA, and name views of its own`() {
        var eligibility = Eligibility()
        eligibility.views = ["PA", "SAAL-2"]
        #expect(eligibility.reasonAgainst(image(view: "PA")) == nil)
        #expect(eligibility.reasonAgainst(image(view: "saal 2")) == nil)
        #expect(
            eligibility.reasonAgainst(image(view: "AP_SUPINE"))
                == "the film is an AP view, and eligibility.views is PA, SAAL-2")
        #expect(eligibility.reasonAgainst(image(view: "LL")) != nil)
        #expect(reason(image(view: "SAAL-2"))?.contains("not a known view") == true)
    }

    @Test func `a hospital may add words for the chest`() {
        #expect(reason(image(part: "RTGKLP")) != nil)
        var eligibility = Eligibility()
        eligibility.chestTerms = ["rtgk"]
        #expect(eligibility.reasonAgainst(image(part: "RTGKLP")) == nil)
    }
}
