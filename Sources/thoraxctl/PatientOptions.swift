import ArgumentParser

/// Whether patients are named. Without it no command prints a name or an id.
struct PatientOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Show names and ids of patients.",
            discussion: "Asking changes nothing and leaves no act; sudo's log has who asked."))
    var showPatient = false
}
