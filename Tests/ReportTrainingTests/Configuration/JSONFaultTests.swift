import Foundation
import Testing

@testable import ReportTraining

struct JSONFaultTests {
    private struct Settings: Decodable {
        struct Network: Decodable {
            let layers: Int
        }

        let name: String
        let sizes: [Int]
        let network: Network
    }

    @Test(arguments: [
        (#"{"name": 1}"#, "name must be text"),
        (#"{"name": "a", "sizes": 1}"#, "sizes must be a list"),
        (#"{"name": "a", "sizes": [1], "network": [1]}"#, "network must be an object"),
        (#"{"name": "a", "sizes": [1], "network": {"layers": "2"}}"#, "network.layers must be a whole number"),
        (#"{"name": "a", "sizes": [1], "network": {}}"#, "the key network.layers is missing"),
        (#"{"name": "a", "sizes": null}"#, "sizes must be a list, not null"),
        ("[]", "it must be an object"),
    ])
    func `says what a value must be`(text: String, reason: String) throws {
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Settings.self, from: Data(text.utf8))
        }
        #expect(JSONFault.explain(try #require(error)).reason == reason)
    }
}
