import DICOMCore

/// The images a report is about: its evidence, and where patient, study and order come from.
struct ReportSource {
    struct Image: Equatable {
        let seriesUID: String
        let sopClassUID: String
        let sopInstanceUID: String
    }

    let studyUID: String
    /// In order of series and instance identifiers, whatever the order they came in.
    let images: [Image]
    /// The data sets of the images, in the same order.
    let dataSets: [DICOMItem]

    /// Parses the files; throws `inconsistent` where they are not images of one study of one patient.
    init(paths: [String]) throws(DICOMObjectError) {
        var found: [(image: Image, dataSet: DICOMItem)] = []
        var studies: Set<String> = []
        var patients: Set<[[UInt8]?]> = []
        for path in paths {
            let dataSet = try DICOMFile(path: path).dataSet
            guard
                let study = dataSet.string(.studyInstanceUID), let series = dataSet.string(.seriesInstanceUID),
                let sopClass = dataSet.string(.sopClassUID), let instance = dataSet.string(.sopInstanceUID)
            else { throw .inconsistent(reason: "image without study, series, class or instance UID") }
            studies.insert(study)
            patients.insert([dataSet.bytes(.patientID), dataSet.bytes(.issuerOfPatientID)])
            found.append((Image(seriesUID: series, sopClassUID: sopClass, sopInstanceUID: instance), dataSet))
        }
        guard let study = studies.first, studies.count == 1 else {
            throw .inconsistent(reason: "images of \(studies.count) studies")
        }
        // A draft under the name of the wrong patient is the worst this program could write.
        guard patients.count == 1 else {
            throw .inconsistent(reason: "images of \(patients.count) patients in one study")
        }
        found.sort { ($0.image.seriesUID, $0.image.sopInstanceUID) < ($1.image.seriesUID, $1.image.sopInstanceUID) }
        studyUID = study
        images = found.map(\.image)
        dataSets = found.map(\.dataSet)
    }

    /// The images as evidence names them.
    var references: [InstanceReference] {
        images.map {
            InstanceReference(
                studyInstanceUID: studyUID, seriesInstanceUID: $0.seriesUID, sopClassUID: $0.sopClassUID,
                sopInstanceUID: $0.sopInstanceUID)
        }
    }

    /// The image that stands for all of them: patient and study are the same in each.
    var first: DICOMItem { dataSets[0] }
}
