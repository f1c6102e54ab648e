import DICOMCore

/// The images that a report is about: its evidence, and the source of patient, study and order.
struct ReportSource {
    struct Image: Equatable {
        let seriesUID: String
        let sopClassUID: String
        let sopInstanceUID: String
    }

    let studyUID: String
    /// Sorted by series and instance UID, whatever the order of the files.
    let images: [Image]
    /// The data sets of the images, in the same order.
    let dataSets: [DICOMItem]
    /// The images as they are displayed, in the same order.
    let displayed: [DisplayedFilms.Value?]

    /// Parses the files; throws `inconsistent` if they are not images of one study of one patient.
    init(paths: [String], films: DisplayedFilms = [:]) throws(DICOMObjectError) {
        var found: [(image: Image, dataSet: DICOMItem, displayed: DisplayedFilms.Value?)] = []
        var studies: Set<String> = []
        var patients: Set<[[UInt8]?]> = []
        for path in paths {
            let dataSet = try DICOMFile(path: path).dataSet
            guard
                let study = dataSet.string(.studyInstanceUID), let series = dataSet.string(.seriesInstanceUID),
                let sopClass = dataSet.string(.sopClassUID), let instance = dataSet.string(.sopInstanceUID)
            else { throw .inconsistent(reason: "an image has no study, series, class or instance UID") }
            studies.insert(study)
            patients.insert([dataSet.bytes(.patientID), dataSet.bytes(.issuerOfPatientID)])
            let image = Image(seriesUID: series, sopClassUID: sopClass, sopInstanceUID: instance)
            found.append((image, dataSet, films[path]))
        }
        guard let study = studies.first, studies.count == 1 else {
            throw .inconsistent(reason: "the images belong to \(studies.count) studies")
        }
        // A draft under the wrong patient's name is the worst that this program could write.
        guard patients.count == 1 else {
            throw .inconsistent(reason: "the study has images of \(patients.count) patients")
        }
        found.sort { ($0.image.seriesUID, $0.image.sopInstanceUID) < ($1.image.seriesUID, $1.image.sopInstanceUID) }
        studyUID = study
        images = found.map(\.image)
        dataSets = found.map(\.dataSet)
        displayed = found.map(\.displayed)
    }

    /// References to the images, for the evidence.
    var references: [InstanceReference] {
        images.map {
            InstanceReference(
                studyInstanceUID: studyUID, seriesInstanceUID: $0.seriesUID, sopClassUID: $0.sopClassUID,
                sopInstanceUID: $0.sopInstanceUID)
        }
    }

    /// The first image, which supplies the patient and study attributes; they are the same in all.
    var first: DICOMItem { dataSets[0] }
}
