/* A slower disk: put in front of a programme (LD_PRELOAD), each fsync and fdatasync takes so many microseconds longer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int slowly(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *wait = getenv("BENCH_SYNC_MICROSECONDS");
  if (wait) usleep((useconds_t)atoi(wait));
  return real(file);
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
