extension SOPClass {
    /// The display name of a SOP class in PS3.6; `nil` if the node does not support the class.
    package static func name(of sopClass: UID) -> String? { names[sopClass] }

    private static let names: [UID: String] = [
        verification: "Verification",
        computedRadiographyImage: "Computed Radiography Image Storage",
        digitalXRayImageForPresentation: "Digital X-Ray Image Storage - For Presentation",
        digitalXRayImageForProcessing: "Digital X-Ray Image Storage - For Processing",
        secondaryCaptureImage: "Secondary Capture Image Storage",
        multiFrameGrayscaleByteSecondaryCapture: "Multi-frame Grayscale Byte Secondary Capture Image Storage",
        multiFrameGrayscaleWordSecondaryCapture: "Multi-frame Grayscale Word Secondary Capture Image Storage",
        multiFrameTrueColorSecondaryCapture: "Multi-frame True Color Secondary Capture Image Storage",
        basicTextSR: "Basic Text SR Storage",
        enhancedSR: "Enhanced SR Storage",
        comprehensive3DSR: "Comprehensive 3D SR Storage",
        comprehensiveSR: "Comprehensive SR Storage",
        keyObjectSelection: "Key Object Selection Document Storage",
        radiationDoseSR: "X-Ray Radiation Dose SR Storage",
        grayscaleSoftcopyPresentationState: "Grayscale Softcopy Presentation State Storage",
        encapsulatedPDF: "Encapsulated PDF Storage",
        storageCommitmentPushModel: "Storage Commitment Push Model",
        patientRootFind: "Patient Root Query/Retrieve Information Model - FIND",
        patientRootMove: "Patient Root Query/Retrieve Information Model - MOVE",
        patientRootGet: "Patient Root Query/Retrieve Information Model - GET",
        studyRootFind: "Study Root Query/Retrieve Information Model - FIND",
        studyRootMove: "Study Root Query/Retrieve Information Model - MOVE",
        studyRootGet: "Study Root Query/Retrieve Information Model - GET",
    ]
}
