import Platform
import Synchronization
import TestHarness
import Testing

@testable import Decoding

@Suite(.blocking) struct DecoderPlacesTests {
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

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }

    @Test func `as many wait as the limit says, and the next does not`() throws {
        let places = DecoderPlaces(1, waitingLimit: 1)
        let hadTurn = Flag()
        let held = try places.hold(upTo: longWait) {
            try OwnedThread.start(name: "test") { places.hold(upTo: longWait) { hadTurn.set() } }
            #expect(eventually { places.count == 2 })
            return places.hold(upTo: longWait) { true }
        }
        #expect(held == .some(nil))
        #expect(eventually { hadTurn.isSet })
    }
}
