/* The limit: an epoll loop that passes on what it is sent, with one send for each reader and message, or, started
   with "joined", one send for each reader and round of the loop. Started with "stored" it first appends each message to a
   file and waits until it is on the disk, which is the least that keeping anything costs. It knows as much of WebSockets as that needs: the
   load always sends the same key, so the handshake always has the same answer. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 32768
#define IN 16384

static const char WELCOME[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: arena.v1\r\n\r\n";

struct line {
  int open, greeted, reads;
  char *in; /* an unfinished frame */
  size_t in_size;
  char *out; /* what the socket did not take */
  size_t out_size;
};

static struct line lines[MOST];
static int readers[MOST], reader_count, loop, joined, kept = -1;
static char *round_bytes;
static size_t round_size, round_room;

static void wait_for(int fd, int writing) {
  struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.fd = fd};
  epoll_ctl(loop, EPOLL_CTL_MOD, fd, &event);
}

static void leave(int fd) {
  struct line *line = &lines[fd];
  for (int n = 0; line->reads && n < reader_count; n++)
    if (readers[n] == fd) {
      readers[n] = readers[--reader_count];
      break;
    }
  free(line->in);
  free(line->out);
  memset(line, 0, sizeof *line);
  close(fd);
}

static void keep(int fd, const char *bytes, size_t size) {
  struct line *line = &lines[fd];
  line->out = realloc(line->out, line->out_size + size);
  memcpy(line->out + line->out_size, bytes, size);
  line->out_size += size;
  wait_for(fd, 1);
}

static void give(int fd, const char *bytes, size_t size) {
  if (lines[fd].out_size) {
    keep(fd, bytes, size);
    return;
  }
  ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) sent = 0; /* a line that is gone is closed when it is read */
  if ((size_t)sent < size) keep(fd, bytes + sent, size - sent);
}

static void drain(int fd) {
  struct line *line = &lines[fd];
  ssize_t sent = send(fd, line->out, line->out_size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent <= 0) return;
  line->out_size -= sent;
  memmove(line->out, line->out + sent, line->out_size);
  if (!line->out_size) wait_for(fd, 0);
}

static void give_all(const char *bytes, size_t size) {
  for (int n = 0; n < reader_count; n++) give(readers[n], bytes, size);
}

static void pass_on(const char *text, size_t size) {
  char frame[65540];
  if (kept >= 0 && (write(kept, text, size) != (ssize_t)size || fdatasync(kept))) exit(1);
  size_t head = size < 126 ? 2 : 4;
  frame[0] = (char)0x81;
  frame[1] = (char)(size < 126 ? size : 126);
  if (head == 4) frame[2] = (char)(size >> 8), frame[3] = (char)size;
  memcpy(frame + head, text, size);
  if (!joined) {
    give_all(frame, head + size);
    return;
  }
  if (round_size + head + size > round_room) round_bytes = realloc(round_bytes, round_room = 2 * (round_size + 65540));
  memcpy(round_bytes + round_size, frame, head + size);
  round_size += head + size;
}

/* One frame of a client; returns how many bytes it had, 0 if it is not all here. */
static size_t hear(int fd, char *bytes, size_t size) {
  if (size < 6) return 0;
  size_t length = bytes[1] & 127, head = 6;
  if (length == 126) {
    if (size < 8) return 0;
    length = (unsigned char)bytes[2] << 8 | (unsigned char)bytes[3], head = 8;
  }
  if (size < head + length) return 0;
  char *mask = bytes + head - 4, *text = bytes + head;
  for (size_t n = 0; n < length; n++) text[n] ^= mask[n & 3];
  if ((bytes[0] & 15) == 1 && length > 10 && !memcmp(text, "{\"t\":\"ev\"", 9)) pass_on(text, length);
  if ((bytes[0] & 15) == 1 && length > 10 && !memcmp(text, "{\"t\":\"sub\"", 10) && !lines[fd].reads) {
    lines[fd].reads = 1;
    readers[reader_count++] = fd;
  }
  return head + length;
}

static void take(int fd) {
  static char bytes[IN + 65540];
  struct line *line = &lines[fd];
  memcpy(bytes, line->in, line->in_size);
  ssize_t more = recv(fd, bytes + line->in_size, IN, MSG_DONTWAIT);
  if (more <= 0) {
    if (!more || errno != EAGAIN) leave(fd);
    return;
  }
  size_t size = line->in_size + more, at = 0;
  if (!line->greeted) {
    char *end = memmem(bytes, size, "\r\n\r\n", 4);
    if (end) {
      line->greeted = 1;
      at = end + 4 - bytes;
      give(fd, WELCOME, sizeof WELCOME - 1);
    }
  }
  for (size_t one = 1; line->greeted && one; at += one) one = hear(fd, bytes + at, size - at);
  line->in_size = size - at;
  line->in = line->in_size ? realloc(line->in, line->in_size) : (free(line->in), NULL);
  memcpy(line->in, bytes + at, line->in_size);
}

static void let_in(int door) {
  int fd, yes = 1;
  while ((fd = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (fd >= MOST) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    lines[fd].open = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
  }
}

int main(int count, char **words) {
  static struct epoll_event events[1024];
  struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int yes = 1, door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (count < 2) return 2;
  place.sin_port = htons((unsigned short)atoi(words[1]));
  joined = count > 2 && !strcmp(words[2], "joined");
  if (count > 2 && !strcmp(words[2], "stored")) kept = fileno(tmpfile());
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(door, (struct sockaddr *)&place, sizeof place) || listen(door, 2048)) return perror("listen"), 1;
  loop = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = door};
  epoll_ctl(loop, EPOLL_CTL_ADD, door, &event);
  for (;;) {
    int ready = epoll_wait(loop, events, 1024, -1);
    for (int n = 0; n < ready; n++) {
      int fd = events[n].data.fd;
      if (fd == door) {
        let_in(door);
        continue;
      }
      if (events[n].events & EPOLLOUT && lines[fd].out_size) drain(fd);
      if (events[n].events & ~EPOLLOUT && lines[fd].open) take(fd);
    }
    if (round_size) give_all(round_bytes, round_size);
    round_size = 0;
  }
}
