import Foundation
import Testing
import WorkList
import WorkListDatabase

@testable import Monitoring

struct WorkListMetricsTests {
    private func lines(_ metrics: WorkListMetrics, at now: Date = .now) throws -> [String] {
        ExpositionText.text(of: try metrics.families(at: now)).split(separator: "\n").map(String.init)
    }

    @Test func `what stands where is shown, with the age of the oldest`() throws {
        let node = try WatchedNode()
        for study in 1...3 { try node.admit(study: study) }
        let metrics = try WorkListMetrics(node.workList)
        let lines = try lines(metrics, at: .now + 100)
        #expect(lines.contains("thoraxd_studies{state=\"collecting\"} 3"))
        #expect(lines.contains("thoraxd_studies{state=\"failed\"} 0"))
        let age = try #require(lines.first { $0.hasPrefix("thoraxd_oldest_study_age_seconds{state=\"collecting\"}") })
        let seconds = try #require(age.split(separator: " ").last.flatMap { Double($0) })
        #expect(seconds >= 100 && seconds < 700)
    }

    @Test func `drafts are counted from the start on, each once`() throws {
        let node = try WatchedNode()
        try node.draft(study: 1)
        let metrics = try WorkListMetrics(node.workList)
        #expect(try lines(metrics).contains("thoraxd_drafts_total{outcome=\"offered\"} 0"))
        try node.draft(study: 2)
        try node.draft(study: 3)
        for _ in 0..<2 {
            let lines = try lines(metrics)
            #expect(lines.contains("thoraxd_drafts_total{outcome=\"offered\"} 2"))
            #expect(lines.contains("thoraxd_draft_stage_seconds_count{stage=\"decode\"} 2"))
            #expect(!lines.contains { $0.contains("surprise") })
        }
    }

    @Test func `deliveries that wait are shown by destination`() throws {
        let node = try WatchedNode()
        try node.draft(study: 1)
        let lines = try lines(try WorkListMetrics(node.workList), at: .now + 60)
        #expect(lines.contains("thoraxd_outbox_objects{destination=\"archive\",state=\"queued\"} 1"))
        #expect(lines.contains { $0.hasPrefix("thoraxd_outbox_oldest_age_seconds{destination=\"archive\"} ") })
    }

    @Test func `incidents of more sources than there are make no more series`() throws {
        let node = try WatchedNode()
        let metrics = try WorkListMetrics(node.workList)
        for number in 0..<25 {
            try node.workList.record(Incident(source: "source \(number)", message: "m", hint: "h"))
        }
        let lines = try lines(metrics).filter { $0.hasPrefix("thoraxd_incidents_total{") }
        #expect(lines.count == 21)
        #expect(lines.contains("thoraxd_incidents_total{source=\"other\"} 5"))
    }

    @Test func `no patient is named`() throws {
        let node = try WatchedNode()
        try node.draft(study: 1)
        let text = try lines(try WorkListMetrics(node.workList)).joined()
        #expect(!text.contains("DOE") && !text.contains("P1") && !text.contains("1.1"))
    }
}
