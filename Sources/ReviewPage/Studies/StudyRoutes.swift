import Hummingbird
import WebServing

extension PageRoute {
    /// Studies, verdicts, statistics of the department, and the event stream of the work list.
    static let studies: [PageRoute] = [
        PageRoute(
            "GET", "/api/studies", .roles(.readers), "the work list",
            .blocking { parts, asked in try StudyService(parts).list(asked) }),
        PageRoute(
            "GET", "/api/studies/{study}", .roles(.readers), "a study with its draft, verdicts and priors",
            .blocking { parts, asked in try StudyService(parts).study(asked) }),
        PageRoute(
            "POST", "/api/studies/{study}/open", .roles(.reviewers), "opens a study, or keeps it open",
            .blocking { parts, asked in try ReviewService(parts, asked).open() }),
        PageRoute(
            "POST", "/api/studies/{study}/release", .roles(.reviewers), "releases a study without a verdict",
            .blocking { parts, asked in try ReviewService(parts, asked).release() }),
        PageRoute(
            "PUT", "/api/studies/{study}/note", .roles(.reviewers), "saves unsigned text",
            .blocking { parts, asked in try ReviewService(parts, asked).keepNote() }),
        PageRoute(
            "DELETE", "/api/studies/{study}/note", .roles(.reviewers), "discards unsigned text",
            .blocking { parts, asked in try ReviewService(parts, asked).discardNote() }),
        PageRoute(
            "GET", "/api/studies/{study}/attention", .roles(.readers),
            "where the model looked while it wrote each sentence of the draft",
            .blocking { parts, asked in try AttentionService(parts).answer(asked) }),
        PageRoute(
            "POST", "/api/studies/{study}/impression", .roles(.reviewers),
            "records a first impression, after which the draft is shown",
            .blocking { parts, asked in try ReviewService(parts, asked).recordImpression() }),
        PageRoute(
            "POST", "/api/studies/{study}/sign", .roles(.reviewers), "signs a verdict or an addendum",
            .blocking { parts, asked in try ReviewService(parts, asked).sign() }),
        PageRoute(
            "POST", "/api/studies/{study}/undo", .roles(.reviewers), "withdraws a verdict or addendum in time",
            .blocking { parts, asked in try ReviewService(parts, asked).withdraw() }),
        PageRoute(
            "GET", "/api/rejection-reasons", .roles(.readers), "the reasons for which a draft can be rejected",
            .immediate { _ in RejectionWords.response }),
        PageRoute(
            "GET", "/api/department", .roles(.readers), "statistics of the department, without patients",
            .blocking { parts, asked in try DepartmentService(parts).answer(asked) }),
        PageRoute(
            "GET", EventService.path, .roles(.readers), "server-sent events: the work list has changed",
            isUse: false,
            .waiting { parts, asked in try EventService(parts).answer(asked) }),
    ]
}
