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
            let pause = throttle.admit(subjects, at: now) ?? .zero
            pauses.append(pause)
            now += pause
        }
        #expect(pauses.map { Int($0.components.seconds) } == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60])
        #expect(throttle.admit(subjects, at: now) == nil)
        #expect(throttle.admit([.login("paul")], at: now) == nil)
    }

    @Test func `only the first of several sign-ins at the same moment is admitted after five failures`() {
        let subjects = [SignInThrottle.Subject.login("mary")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        let now = start + .seconds(1)
        #expect(throttle.admit(subjects, at: now) == nil)
        #expect(throttle.admit(subjects, at: now) == .seconds(2))
        _ = throttle.failed(subjects, at: now)
        #expect(throttle.admit(subjects, at: now) == .seconds(2))
    }

    @Test func `a sign-in whose password was not compared makes the next one wait no longer`() {
        let subjects = [SignInThrottle.Subject.login("mary"), .init(address: "10.0.0.1")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        let now = start + .seconds(1)
        #expect(throttle.admit(subjects, at: now) == nil)
        throttle.abandoned(subjects, at: now)
        #expect(throttle.admit(subjects, at: now) == nil)
        #expect(throttle.failed(subjects, at: now) == [7, 7])
    }

    @Test func `a sign-in that succeeds resets the count of its login but not that of its address`() {
        let subjects = [SignInThrottle.Subject.login("mary"), .init(address: "10.0.0.1")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        throttle.succeeded(subjects, at: start)
        #expect(throttle.admit(subjects, at: start) == nil)
        #expect(throttle.failed(subjects, at: start) == [1, 7])
    }

    @Test func `failures are forgotten after an hour without one`() {
        let subjects = [SignInThrottle.Subject.login("mary")]
        for _ in 0..<6 { _ = throttle.failed(subjects, at: start) }
        #expect(throttle.failed(subjects, at: start + .seconds(3601)) == [1])
    }

    @Test func `all addresses of an IPv6 network share one count`() {
        func subject(_ address: String) -> SignInThrottle.Subject { .init(address: address) }
        #expect(subject("2001:db8:1:2::7") == subject("2001:db8:1:2:aaaa:bbbb:cccc:dddd"))
        #expect(subject("2001:db8:1:3::7") != subject("2001:db8:1:2::7"))
        #expect(subject("::1") == subject("0:0:0:0:0:0:0:2") && subject("10.0.0.1") != subject("10.0.0.2"))
    }

    @Test func `the login with the oldest failure is forgotten when the memory for failures is full`() {
        for number in 0..<5000 { _ = throttle.failed([.login("user\(number)")], at: start + .seconds(number)) }
        #expect(throttle.failed([.login("user4999")], at: start + .seconds(5000)) == [2])
        #expect(throttle.failed([.login("user0")], at: start + .seconds(5000)) == [1])
    }
}
