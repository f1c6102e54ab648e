package import Logging
import Synchronization
import WorkList
package import WorkListDatabase

/// Makes the pictures of drafts before a reviewer opens them, one image at a time and only while no client waits for another.
package final class PicturesAhead: Sendable {
    /// Images whose pictures are made ahead: those that are reviewed next.
    private static let limit = 200

    private let renderer: Renderer
    private let workList: WorkListStore
    private let outage: RepeatedCondition
    private let isStopping = Atomic(false)
    /// Paths of images that cannot be decoded, or not now.
    private let failed = Mutex<Set<String>>([])

    package init(_ renderer: Renderer, workList: WorkListStore, logger: Logger) {
        (self.renderer, self.workList) = (renderer, workList)
        outage = RepeatedCondition(logger: logger, end: "pictures are made ahead again")
    }

    /// Ends a round after the image in progress; callable from any thread.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Makes what is missing. Blocks; call it from one thread.
    package func round() {
        outage.watch("the images to review cannot be listed") {
            for image in try workList.imagesToReview(limit: Self.limit) {
                guard !isStopping.load(ordering: .relaxed), renderer.isIdle else { return }
                guard !renderer.has(.display, of: image, frame: 1), !failed.withLock({ $0.contains(image.path) }) else {
                    continue
                }
                // A reviewer who opens it gets the reason. One that cannot be kept is not made again and again either.
                try? renderer.prepare(image)
                if !renderer.has(.display, of: image, frame: 1) { _ = failed.withLock { $0.insert(image.path) } }
            }
        }
    }
}
