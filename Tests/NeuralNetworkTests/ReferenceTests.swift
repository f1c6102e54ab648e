import Crypto
import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct ReferenceTests {
    @Test func `the reference files have the hashes the script wrote`() throws {
        let sums = try String(contentsOf: Reference.folder.appending(path: "SHA256SUMS"), encoding: .utf8)
        let lines = sums.split(separator: "\n")
        #expect(lines.count == 3)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let data = try Data(contentsOf: Reference.folder.appending(path: try #require(parts.last)))
            let hash = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
            #expect(hash == parts.first, "\(line)")
        }
    }
}
