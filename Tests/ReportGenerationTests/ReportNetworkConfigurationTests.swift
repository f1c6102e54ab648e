import Foundation
import NeuralNetwork
import Testing

@testable import ReportGeneration

@Suite struct ReportNetworkConfigurationTests {
    private let sound = ReportNetworkConfiguration(vocabularySize: 40, maxLength: 20)

    @Test func `a sound configuration has no problem and survives JSON`() throws {
        #expect(sound.problem == nil)
        #expect(try JSONDecoder().decode(ReportNetworkConfiguration.self, from: JSONEncoder().encode(sound)) == sound)
    }

    @Test func `the grid follows from the image and the strides`() {
        #expect(sound.gridSize == 8)
        #expect(
            ReportNetworkConfiguration(imageSize: 224, trunkStem: .imageNet, vocabularySize: 9, maxLength: 9).gridSize
                == 7)
    }

    @Test func `what would not build is named`() {
        func problem(_ change: (inout ReportNetworkConfiguration) -> Void) -> String? {
            var configuration = sound
            change(&configuration)
            return configuration.problem
        }
        #expect(problem { $0.headCount = 3 }?.contains("headCount") == true)
        #expect(problem { $0.trunkBlocks = [1] }?.contains("trunkBlocks") == true)
        #expect(problem { $0.vocabularySize = 4 }?.contains("words") == true)
        #expect(problem { $0.imageSize = -1 }?.contains("imageSize") == true)
        #expect(problem { $0.dropout = .nan }?.contains("dropout") == true)
        #expect(problem { $0.maxLength = 1 << 40 }?.contains("maxLength") == true)
    }
}
