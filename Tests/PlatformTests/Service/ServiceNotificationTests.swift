import DICOMTestPeer
import Foundation
import Platform
import Testing

struct ServiceNotificationTests {
    @Test(arguments: [true, false])
    func `messages reach the service manager's socket, as a path or an abstract name`(isAbstract: Bool) throws {
        let directory = try TemporaryDirectory()
        let path = isAbstract ? "@thoraxd-\(UUID().uuidString)" : directory.path + "/notify"
        let receiver = try DatagramReceiver(at: path)
        let notification = try #require(try ServiceNotification(environment: ["NOTIFY_SOCKET": path]))
        try notification.send([.ready, .status("3 waiting\n0 failed")])
        #expect(try receiver.receive()?.text == "READY=1\nSTATUS=3 waiting 0 failed")
        try notification.send([.watchdog])
        #expect(try receiver.receive()?.text == "WATCHDOG=1")
        try notification.send([.stopping])
        #expect(try receiver.receive()?.text == "STOPPING=1")
    }

    @Test func `a reload has the time of the monotonic clock`() throws {
        let path = "@thoraxd-\(UUID().uuidString)"
        let receiver = try DatagramReceiver(at: path)
        let notification = try #require(try ServiceNotification(environment: ["NOTIFY_SOCKET": path]))
        let before = DispatchTime.now().uptimeNanoseconds / 1000
        try notification.send([.reloading])
        let text = try #require(try receiver.receive()?.text)
        let match = try #require(text.wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=(\d+)/))
        #expect(try #require(UInt64(match.1)) >= before)
    }

    @Test func `without a socket there is no service manager to notify`() throws {
        #expect(try ServiceNotification(environment: [:]) == nil)
        #expect(try ServiceNotification(environment: ["NOTIFY_SOCKET": ""]) == nil)
    }

    @Test func `a missing socket or an invalid socket name is an error`() throws {
        let long = "/" + String(repeating: "x", count: 200)
        #expect(throws: PlatformError.self) { try ServiceNotification(environment: ["NOTIFY_SOCKET": long]) }
        let gone = try #require(try ServiceNotification(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]))
        #expect(throws: PlatformError.self) { try gone.send([.ready]) }
    }

    @Test func `the watchdog applies only to the process it names`() throws {
        func interval(_ environment: [String: String]) throws -> Duration? {
            try ServiceNotification(environment: environment.merging(["NOTIFY_SOCKET": "@x"]) { $1 })?.watchdogInterval
        }
        #expect(try interval(["WATCHDOG_USEC": "3000000"]) == .seconds(3))
        #expect(try interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(3))
        #expect(try interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(try interval(["WATCHDOG_USEC": "0"]) == nil)
        #expect(try interval([:]) == nil)
    }
}
