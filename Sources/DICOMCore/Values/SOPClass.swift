/// SOP classes that the node supports (PS3.6 Table A-1).
package enum SOPClass {
    package static let verification = UID(known: "1.2.840.10008.1.1")
    package static let storageCommitmentPushModel = UID(known: "1.2.840.10008.1.20.1")
    /// The well-known instance of that class (PS3.4 J.3.5).
    package static let storageCommitmentPushModelInstance = UID(known: "1.2.840.10008.1.20.1.1")

    package static let computedRadiographyImage = UID(known: "1.2.840.10008.5.1.4.1.1.1")
    package static let digitalXRayImageForPresentation = UID(known: "1.2.840.10008.5.1.4.1.1.1.1")
    package static let digitalXRayImageForProcessing = UID(known: "1.2.840.10008.5.1.4.1.1.1.1.1")
    package static let secondaryCaptureImage = UID(known: "1.2.840.10008.5.1.4.1.1.7")
    package static let multiFrameGrayscaleByteSecondaryCapture = UID(known: "1.2.840.10008.5.1.4.1.1.7.2")
    package static let multiFrameGrayscaleWordSecondaryCapture = UID(known: "1.2.840.10008.5.1.4.1.1.7.3")
    package static let multiFrameTrueColorSecondaryCapture = UID(known: "1.2.840.10008.5.1.4.1.1.7.4")

    package static let basicTextSR = UID(known: "1.2.840.10008.5.1.4.1.1.88.11")
    package static let enhancedSR = UID(known: "1.2.840.10008.5.1.4.1.1.88.22")
    package static let comprehensive3DSR = UID(known: "1.2.840.10008.5.1.4.1.1.88.34")
    package static let comprehensiveSR = UID(known: "1.2.840.10008.5.1.4.1.1.88.33")
    package static let keyObjectSelection = UID(known: "1.2.840.10008.5.1.4.1.1.88.59")
    package static let radiationDoseSR = UID(known: "1.2.840.10008.5.1.4.1.1.88.67")
    package static let grayscaleSoftcopyPresentationState = UID(known: "1.2.840.10008.5.1.4.1.1.11.1")
    package static let encapsulatedPDF = UID(known: "1.2.840.10008.5.1.4.1.1.104.1")

    package static let patientRootFind = UID(known: "1.2.840.10008.5.1.4.1.2.1.1")
    package static let patientRootMove = UID(known: "1.2.840.10008.5.1.4.1.2.1.2")
    package static let patientRootGet = UID(known: "1.2.840.10008.5.1.4.1.2.1.3")
    package static let studyRootFind = UID(known: "1.2.840.10008.5.1.4.1.2.2.1")
    package static let studyRootMove = UID(known: "1.2.840.10008.5.1.4.1.2.2.2")
    package static let studyRootGet = UID(known: "1.2.840.10008.5.1.4.1.2.2.3")

    /// Images that are stored and may be reported on: projection radiographs and secondary captures.
    package static let storedImages: [UID] =
        [
            computedRadiographyImage, digitalXRayImageForPresentation, digitalXRayImageForProcessing,
        ] + storedCaptures

    /// Secondary captures, which may have text in their pixels.
    package static let storedCaptures: [UID] = [
        secondaryCaptureImage, multiFrameGrayscaleByteSecondaryCapture, multiFrameGrayscaleWordSecondaryCapture,
        multiFrameTrueColorSecondaryCapture,
    ]

    /// Objects that accompany images: stored and served, but never drafted. If the node refused a presentation state, its
    /// sender would count the whole study as failed.
    package static let storedDocuments: [UID] =
        storedReports + [grayscaleSoftcopyPresentationState, encapsulatedPDF]

    /// Documents with a content tree (PS3.3 C.17.3).
    package static let storedReports: [UID] = [
        basicTextSR, enhancedSR, comprehensiveSR, comprehensive3DSR, keyObjectSelection, radiationDoseSR,
    ]
}
