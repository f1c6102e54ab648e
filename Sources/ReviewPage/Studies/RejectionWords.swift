import Hummingbird
import Review
import WebServing

/// Names the reasons for a rejection (PS3.16 CID 7010).
enum RejectionWords {
    private struct Reason: Encodable {
        let code: RejectionReason
        let words: String
    }

    static var response: Response { .json(RejectionReason.allCases.map { Reason(code: $0, words: words($0)) }) }

    private static func words(_ reason: RejectionReason) -> String {
        switch reason {
        case .quality: "the draft is not good enough"
        case .patientSafety: "the draft could harm the patient"
        case .wrongWorklistEntry: "wrong patient or wrong study"
        }
    }
}
