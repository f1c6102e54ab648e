import Testing

@testable import WebServing

struct SignInThrottleTests {
    private let throttle = SignInThrottle()
    private let start = ContinuousClock.now

    @Test func `five failures are free, then each makes the next wait longer, up to a minute`() {
        let subjects = [SignInThrottle.Subject.login("mary")]
        var pauses: [Duration] = []
        var now = start
        for _ in 0..<13 {
            _ = throttle.failed(subjects, at: now)
            let pause = throttle.pause(subjects, at: now) ?? .zero
            pauses.append(pause)
            now += pause
        }
        #expect(pauses.map { Int($0.components.seconds) } == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60])
        #expect(throttle.pause(subjects, at: now) == nil)
        #expect(throttle.pause([.login("paul")], at: now) == nil)
    }

    @Test func `who signs in begins anew, and its address does not`() {
        let subjects = [SignInThrottle.Subject.login("mary"), .init(address: "10.0.0.1")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        throttle.succeeded("mary")
        #expect(throttle.pause([subjects[0]], at: start) == nil && throttle.pause([subjects[1]], at: start) != nil)
    }

    @Test func `an hour without a failure is forgiven`() {
        let subjects = [SignInThrottle.Subject.login("mary")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        #expect(throttle.failed(subjects, at: start + .seconds(3601)) == [1])
    }

    @Test func `all addresses of an IPv6 network are one`() {
        func subject(_ address: String) -> SignInThrottle.Subject { .init(address: address) }
        #expect(subject("2001:db8:1:2::7") == subject("2001:db8:1:2:aaaa:bbbb:cccc:dddd"))
        #expect(subject("2001:db8:1:3::7") != subject("2001:db8:1:2::7"))
        #expect(subject("::1") == subject("0:0:0:0:0:0:0:2") && subject("10.0.0.1") != subject("10.0.0.2"))
    }

    @Test func `as many as anybody sends are told apart without end, and memory stays bounded`() {
        for number in 0..<5000 { _ = throttle.failed([.login("user\(number)")], at: start + .seconds(number)) }
        #expect(throttle.failed([.login("user4999")], at: start + .seconds(5000)) == [2])
        #expect(throttle.failed([.login("user0")], at: start + .seconds(5000)) == [1])
    }
}
