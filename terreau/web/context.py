from django.conf import settings


def layout(request):
    return {"brand": settings.BRAND}
