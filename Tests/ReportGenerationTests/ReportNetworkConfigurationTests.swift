import Foundation
import NeuralNetwork
import Testing

@testable import ReportGeneration

@Suite struct ReportNetworkConfigurationTests {
    private let sound = ReportNetworkConfiguration(vocabularySize: 40, maxLength: 20)

    @Test func `a valid configuration has no problem and round-trips through JSON`() throws {
        #expect(sound.problem == nil)
        #expect(try JSONDecoder().decode(ReportNetworkConfiguration.self, from: JSONEncoder().encode(sound)) == sound)
    }

    @Test func `a file without channels, views and blocks means one channel, one view and basic blocks`() throws {
        var keys = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(sound)) as? [String: Any])
        for key in ["channels", "viewCount", "trunkBlock"] { #expect(keys.removeValue(forKey: key) != nil) }
        let old = try JSONSerialization.data(withJSONObject: keys)
        #expect(try JSONDecoder().decode(ReportNetworkConfiguration.self, from: old) == sound)
    }

    @Test func `the grid size follows from the image size and the strides`() {
        #expect(sound.gridSize == 8)
        #expect(
            ReportNetworkConfiguration(imageSize: 224, trunkStem: .imageNet, vocabularySize: 9, maxLength: 9).gridSize
                == 7)
    }

    @Test func `a configuration that cannot be built names the problem`() {
        func problem(_ change: (inout ReportNetworkConfiguration) -> Void) -> String? {
            var configuration = sound
            change(&configuration)
            return configuration.problem
        }
        #expect(problem { $0.channels = 2 }?.contains("channels") == true)
        #expect(problem { $0.viewCount = 3 }?.contains("viewCount") == true)
        #expect(problem { $0.headCount = 3 }?.contains("headCount") == true)
        #expect(problem { $0.trunkBlocks = [1] }?.contains("trunkBlocks") == true)
        #expect(problem { $0.vocabularySize = 4 }?.contains("words") == true)
        #expect(problem { $0.imageSize = -1 }?.contains("imageSize") == true)
        #expect(problem { $0.dropout = .nan }?.contains("dropout") == true)
        #expect(problem { $0.maxLength = 1 << 40 }?.contains("maxLength") == true)
    }
}
