import FoundationEssentials
import ReportGeneration
import WorkList
import WorkListDatabase

extension DraftAttention {
    /// - Parameter images: the images whose first frames are the pictures of the draft, in the same order.
    init(_ attention: SentenceAttention, of images: [ReceivedImage]) {
        self.init(
            grid: Grid(size: attention.grid.size, first: attention.grid.first, step: attention.grid.step),
            films: attention.pictures.map { Film(instance: images[$0].instance.sopInstanceUID, frame: 1) },
            sentences: attention.sentences.map { Data($0) })
    }
}
