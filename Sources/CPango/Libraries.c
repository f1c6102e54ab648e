#include "Libraries.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#include "CPango.h"

struct libraries lib;
static const char *problem = "Pango was not loaded";
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *open_library(const char *name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL); }

static void load(void) {
    static char text[256];
    void *cairo = open_library("libcairo.so.2");
    void *pangocairo = open_library("libpangocairo-1.0.so.0");
    void *pango = open_library("libpango-1.0.so.0");
    void *gobject = open_library("libgobject-2.0.so.0");
    if (!cairo || !pangocairo || !pango || !gobject) {
        const char *reason = dlerror();
        snprintf(text, sizeof text, "%s", reason ? reason : "Pango is not installed");
        problem = text;
        return;
    }
#define FIND(library, result, name, parameters)             \
    lib.name = (result(*) parameters)dlsym(library, #name); \
    if (!lib.name) {                                        \
        problem = "the installed Pango lacks " #name;       \
        return;                                             \
    }
    FUNCTIONS(FIND)
#undef FIND
    problem = NULL;
}

const char *cp_load(void) {
    pthread_once(&once, load);
    return problem;
}
