import DICOMCore
import Testing
import WorkList

@testable import FilmSelection

/// Which headers say which view a film is. All of these images are eligible.
struct StatedViewTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let image: ReceivedImage
    }

    private static let silent = [
        Case(testDescription: "no attribute", image: image()),
        Case(testDescription: "View Position UNKNOWN", image: image(view: "UNKNOWN")),
        Case(testDescription: "only how the patient was placed", image: image(view: "SUPINE")),
        Case(testDescription: "descriptions without a view", image: image(series: "Thorax", study: "Chest portable")),
        Case(testDescription: "no direction", image: image(orientation: "X")),
    ]

    private static let stating = [
        Case(testDescription: "View Position PA", image: image(view: "PA")),
        Case(testDescription: "View Position FRONTAL", image: image(view: "FRONTAL")),
        Case(
            testDescription: "a code of the view",
            image: image(code: CodedConcept(value: "R-10214", scheme: "SRT", meaning: ""))),
        Case(testDescription: "directions", image: image(orientation: #"L\F"#)),
        Case(testDescription: "Series Description", image: image(series: "Chest PA")),
        Case(testDescription: "Study Description", image: image(study: "Thorax ap im Liegen")),
        Case(testDescription: "the device's description", image: image(processing: "CHEST,FRONT")),
    ]

    @Test(arguments: silent) func `a film without a view is eligible and known to state none`(_ given: Case) {
        #expect(reason(given.image) == nil)
        #expect(!Eligibility.statesView(given.image))
    }

    @Test(arguments: stating) func `a film that names a view states it`(_ given: Case) {
        #expect(reason(given.image) == nil)
        #expect(Eligibility.statesView(given.image))
    }
}
