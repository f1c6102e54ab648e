import Testing

@testable import NeuralNetwork

@Suite struct LearningRateScheduleTests {
    @Test func `the schedule rises linearly and falls along a cosine`() {
        let schedule = WarmUpCosineSchedule(warmUpSteps: 4, totalSteps: 12, floor: 0.1)
        #expect([0, 1, 3].map(schedule.factor) == [0.25, 0.5, 1])
        #expect(schedule.factor(at: 4) == 1)
        #expect(abs(schedule.factor(at: 8) - 0.55) < 1e-6)
        #expect(abs(schedule.factor(at: 12) - 0.1) < 1e-6)
        #expect(abs(schedule.factor(at: 50) - 0.1) < 1e-6)
    }

    @Test func `the step schedule multiplies the rate after each interval`() {
        let schedule = StepSchedule(interval: 10, factor: 0.5)
        #expect([0, 9, 10, 19, 20].map(schedule.factor) == [1, 1, 0.5, 0.5, 0.25])
    }
}
