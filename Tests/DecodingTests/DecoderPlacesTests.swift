import Platform
import TestHarness
import Testing

@testable import Decoding

struct DecoderPlacesTests {
    @Test func `so many run at a time, and the next one waits for its turn or is given up`() throws {
        let places = DecoderPlaces(2)
        let inner = places.hold(upTo: .zero) { places.hold(upTo: .zero) { places.hold(upTo: .zero) { true } } }
        // Both places are taken when the third one asks.
        #expect(inner == .some(.some(nil)))
        #expect(places.hold(upTo: .zero) { true } == true)
        #expect(throws: CancellationError.self) { try places.hold(upTo: .zero) { throw CancellationError() } }
        #expect(places.hold(upTo: .zero) { places.hold(upTo: .zero) { true } } == .some(true))
        #expect(places.count == 0)
    }

    @Test func `as many wait as the limit says, and the next does not`() async throws {
        let places = DecoderPlaces(1, waitingLimit: 1)
        let waited = try await withThrowingTaskGroup(of: Bool?.self) { group in
            let held = places.hold(upTo: longWait) {
                group.addTask { try await OwnedThread.run(name: "test") { places.hold(upTo: longWait) { true } } }
                #expect(eventually { places.count == 2 })
                return places.hold(upTo: longWait) { true }
            }
            #expect(held == .some(nil))
            return try await group.next()
        }
        #expect(waited == .some(.some(true)))
    }
}
