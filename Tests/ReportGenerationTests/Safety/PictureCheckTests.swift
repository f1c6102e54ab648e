import Testing

@testable import ReportGeneration

struct PictureCheckTests {
    private let reference: SafetyReference

    init() throws {
        var reference = try InputDistributionTests.reference()
        reference.orientation = OrientationReference(
            OrientationNetwork(seed: 1), limits: OrientationEstimateTests.limits)
        self.reference = reference
    }

    private func picture(
        _ distance: Double, turn: Double = -9, mirror: Double = -9, upright: Double? = nil
    ) -> PictureAssessment {
        PictureAssessment(
            distance: distance, uprightDistance: upright,
            orientation: OrientationEstimateTests.estimate(turn: turn, mirror: mirror))
    }

    private func kinds(_ check: PictureCheck) -> [String] {
        check.notices.map { String("\($0)".prefix { $0.isLetter }) }
    }

    @Test func `pictures that are not chest radiographs are left out of the draft`() throws {
        let one = PictureCheck([picture(0.5), picture(2), picture(1.2)], reference: reference)
        #expect(one.read == [0, 2] && one.abstention == nil)
        #expect(
            one.notices == [
                .notChestRadiograph(picture: 1, distance: 2), .unlikeTrainingPictures(picture: 2, distance: 1.2),
            ])
        let none = PictureCheck([picture(3), picture(2)], reference: reference)
        #expect(none.read == [0, 1] && none.abstention?.contains("none of the 2 pictures") == true)
        let unknown = PictureCheck(unassessed: 2)
        #expect(unknown.read == [0, 1] && unknown.notices == [.picturesNotAssessed] && unknown.abstention == nil)
    }

    @Test func `no draft is offered from a turned film, and the reason names the turn`() {
        let check = PictureCheck([picture(1.2, turn: 5)], reference: reference)
        #expect(check.abstention == "the film looks upside down in the picture" && kinds(check) == ["pictureTurned"])
        let both = PictureCheck([picture(0.5, turn: 5), picture(3)], reference: reference)
        #expect(
            both.abstention
                == "the film looks upside down in picture 1; the others do not look like the frontal chest radiographs the "
                + "model was trained on")
    }

    @Test func `a turned film beside an upright one is left out of the draft`() {
        let check = PictureCheck([picture(0.5, turn: 5), picture(0.5)], reference: reference)
        #expect(check.read == [1] && check.abstention == nil && kinds(check) == ["pictureTurned"])
    }

    @Test func `a strange picture that is usual once it is laid upright is a turned film`() {
        let turned = PictureCheck([picture(2, turn: 1, upright: 1.1)], reference: reference)
        #expect(turned.abstention?.contains("upside down") == true && kinds(turned) == ["pictureTurned"])
        let hip = PictureCheck([picture(2, turn: 5, upright: 1.9)], reference: reference)
        #expect(hip.abstention?.contains("upside down") == false && kinds(hip) == ["notChestRadiograph"])
    }

    @Test func `a draft is offered with a notice where the film may be turned or looks mirrored`() {
        let turned = PictureCheck([picture(0.5, turn: 1)], reference: reference)
        #expect(turned.read == [0] && turned.abstention == nil && kinds(turned) == ["pictureMayBeTurned"])
        let mirrored = PictureCheck([picture(1.2, mirror: 2)], reference: reference)
        #expect(mirrored.abstention == nil)
        #expect(kinds(mirrored) == ["unlikeTrainingPictures", "pictureLooksMirrored"])
    }

    @Test func `a draft of a bundle without the orientation check says so`() throws {
        let check = PictureCheck(
            [PictureAssessment(distance: 0.5, orientation: nil)], reference: try InputDistributionTests.reference())
        #expect(check.notices == [.orientationNotChecked] && check.read == [0] && check.abstention == nil)
    }
}
